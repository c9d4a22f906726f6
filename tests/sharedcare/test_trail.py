"""The audit trail as a page: for those who check what was done, with people as references."""

from datetime import timedelta

import pytest
from django.urls import reverse
from time_machine import travel

from accounts.roles import Permission, Role, may
from audit import actions as audit
from audit.events import Kind
from sharedcare.pages import trail
from tests import factories
from tests.conftest import NOW

SEEN = Kind("tests.seen", "{name} was seen.")


@pytest.fixture
def auditor(scheme):
    return factories.sign_in(Role.AUDITOR, scheme, name="Ada Auditor")


@pytest.fixture
def deeds(gp, patient, coordinator):
    """One about a person and one about nobody."""
    audit.record(SEEN, subject=patient, patient_id=patient.pk, by=gp, name=patient.name)
    audit.record(SEEN, subject=coordinator, by=coordinator, name="Nobody in particular")


def words(client, **asked):
    response = client.get(reverse("trail"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_what_was_done_and_people_as_references(browse, auditor, deeds, patient, gp):
    html = words(browse(auditor))

    assert "Nobody in particular was seen." in html
    assert str(patient.pk) in html
    assert gp.name in html
    assert patient.name not in html


def test_a_restricted_person_is_a_reference_like_any_other(browse, auditor, deeds, patient):
    audit.record(SEEN, subject=patient, patient_id=patient.pk, by=auditor, name=patient.name)

    assert words(browse(auditor)).count(str(patient.pk)) == 2


@pytest.mark.parametrize("role", [role for role in Role if not may(role, Permission.VIEW_TRAIL)])
def test_it_is_closed_to_every_other_role(browse, scheme, practice, role):
    user = factories.sign_in(role, scheme, factories.place_for(role, practice))

    assert browse(user).get(reverse("trail")).status_code == 403
    assert browse(user).post(reverse("trail_export")).status_code == 403


def test_another_scheme_is_not_in_it(browse, scheme, deeds, stranger, patient):
    other = factories.sign_in(Role.AUDITOR, factories.SchemeFactory())

    assert str(patient.pk) not in words(browse(other))


def test_it_is_narrowed_by_day_kind_and_doer(browse, auditor, deeds, gp, coordinator):
    with travel(NOW - timedelta(days=40)):
        audit.record(SEEN, subject=gp, by=gp, name="Somebody long ago")
    client = browse(auditor)

    assert "Somebody long ago" not in words(client)
    assert "Somebody long ago" in words(client, first="2026-02-01", last="2026-03-16")
    assert "Nobody in particular" not in words(client, first="2026-03-16", last="2026-03-16", kind="patients.")
    assert "Nobody in particular" in words(client, by=coordinator.pk)
    assert "Nobody in particular" not in words(client, by=gp.pk)


def test_a_deed_that_was_written_down_at_another_time_than_it_says_is_marked(browse, auditor, deeds):
    assert "written down" in words(browse(auditor))  # the test's clock stands elsewhere than the database's


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2026-03-16", "last": "2026-03-01"},
        {"first": "9999-12-31", "last": "9999-12-31"},
        {"first": "yesterday", "last": ""},
        {"first_0": "31", "first_1": "2", "first_2": "2026", "last_0": "x"},
        {"by": "nobody"},
        {"by": "00000000-0000-4000-8000-000000000000", "kind": "what", "page": "-5"},
        {"page": "last' OR 1=1"},
    ],
)
def test_bad_days_are_said_to_be_so_and_nothing_breaks(browse, auditor, deeds, asked):
    client = browse(auditor)

    words(client, **asked)
    answer = client.post(reverse("trail_export"), query_params=asked)
    assert answer.status_code in {200, 302}


def test_the_days_shown_are_downloaded_and_that_is_recorded(browse, auditor, deeds):
    client = browse(auditor)

    response = client.post(reverse("trail_export"), query_params={"first": "2026-03-16", "last": "2026-03-16"})

    text = response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="trail-2026-03-16-2026-03-16.jsonl"'
    assert text.startswith('{"export": "audit trail"')
    assert '{"end": ' in text
    assert "The audit trail was exported from 16 March 2026 to 16 March 2026." in words(client)


def test_more_than_a_month_is_not_downloaded_from_the_page(browse, auditor):
    asked = {"first": "2026-01-01", "last": "2026-03-16"}

    assert browse(auditor).post(reverse("trail_export"), query_params=asked).status_code == 302
    assert f"at most {trail.MOST_DAYS} days" in words(browse(auditor), **asked)
