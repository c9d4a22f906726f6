"""How long records are kept: from the day of the last contact, longer for the young, and never erased by a day."""

from datetime import date

import pytest
from django.urls import reverse

from governance import actions, queries
from governance.retention import review_on
from patients.models import Patient
from tests import factories

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("last_contact_on", "retention_class", "keep_until", "born_on", "expected"),
    [
        (date(2010, 5, 4), "adult", None, date(1970, 1, 1), date(2018, 5, 4)),
        (date(2010, 5, 4), "mental_health", None, date(1970, 1, 1), date(2030, 5, 4)),
        (date(2012, 2, 29), "adult", None, None, date(2020, 2, 29)),
        # A decision puts the day off, and never brings it forward.
        (date(2010, 5, 4), "adult", date(2027, 1, 1), None, date(2027, 1, 1)),
        (date(2010, 5, 4), "adult", date(2011, 1, 1), None, date(2018, 5, 4)),
        # Last seen at 16: to the 25th birthday. At 17: to the 26th. At 18: as any adult.
        (date(2010, 5, 4), "adult", None, date(1994, 1, 1), date(2019, 1, 1)),
        (date(2010, 5, 4), "adult", None, date(1993, 1, 1), date(2019, 1, 1)),
        (date(2010, 5, 4), "adult", None, date(1992, 5, 4), date(2018, 5, 4)),
        (date(2010, 5, 4), "mental_health", None, date(1993, 1, 1), date(2030, 5, 4)),
    ],
)
def test_a_record_comes_up_for_review_when_its_class_says(
    last_contact_on, retention_class, keep_until, born_on, expected
):
    assert review_on(last_contact_on, retention_class, keep_until, born_on) == expected


@pytest.fixture
def past(patient):
    """Somebody nobody has met since 2005."""
    Patient.objects.filter(pk=patient.pk).update(added_at="2005-06-01T10:00Z", born_on=date(1970, 1, 1))
    patient.refresh_from_db()
    return patient


def test_the_list_says_who_is_past_their_time_and_what_stands_on_the_record(past, lead):
    factories.PatientFactory(scheme=past.scheme, practice=past.practice)
    hold = actions.place_hold(patient=past, reason="A claim", by=lead)

    (row,) = queries.review_list(lead, TODAY)

    assert (row.patient, row.last_contact_on, row.review_on) == (past, date(2005, 6, 1), date(2025, 6, 1))
    assert row.hold == hold


def test_the_young_stay_off_the_list_until_their_birthday(past, lead):
    actions.choose_retention(retention_class="adult", reason="As the trust does", source="Local schedule", by=lead)
    Patient.objects.filter(pk=past.pk).update(added_at="2017-12-01T10:00Z", born_on=date(2000, 12, 1))

    assert queries.review_list(lead, TODAY) == []
    assert queries.kept_until(Patient.objects.get(pk=past.pk), TODAY) == date(2026, 12, 1)


def test_a_decision_to_keep_takes_it_off_the_list_until_its_day(past, lead):
    actions.keep_longer(patient=past, keep_until=date(2026, 12, 1), reason="An inquiry", by=lead)

    assert queries.review_list(lead, TODAY) == []
    assert len(queries.review_list(lead, date(2026, 12, 1))) == 1


def test_nobody_whose_care_goes_on_is_on_the_list(past, lead):
    factories.CarePlanFactory(patient=past)

    assert queries.review_list(lead, TODAY) == []


def test_looking_at_the_list_erases_nothing(client, past, lead):
    client.force_login(lead)

    page = client.get(reverse("governance:retention")).content.decode()

    assert past.name in page
    assert "Nothing is erased because its time has come." in page
    past.refresh_from_db()
    assert past.status == "registered"
