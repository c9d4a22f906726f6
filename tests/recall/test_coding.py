"""What practices enter in their own records: the events of some days with their codes, as a file (H18)."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from audit import wall
from audit.models import Event, RecordView
from recall import actions, delivery
from recall.coding import Coded, is_concept
from recall.models import ClinicalCode, Cohort, CohortMember, Invitation
from recall.queries import coding as queries
from tests import factories
from tests.recall import cast

# Concepts that everybody's browser shows, with the check digits they have there; the others are these, spoilt.
CONCEPTS = {
    "22298006": True,
    "73211009": True,
    "138875005": True,
    "900000000000207008": True,
    "22298007": False,
    "22289006": False,
    "22298016": False,
    "012298006": False,
    "2229": False,
    "2229800X": False,
    "": False,
}


@pytest.mark.parametrize(("code", "good"), CONCEPTS.items())
def test_a_concept_is_known_by_its_partition_and_check_digit(code, good):
    assert is_concept(code) is good


@given(st.sampled_from([code for code, good in CONCEPTS.items() if good]), st.data())
def test_a_mistyped_figure_is_always_found(code, data):
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[place]]))

    assert not is_concept(code[:place] + other + code[place + 1 :])


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001", nhs_number="9990000018")


@pytest.fixture
def invited(person, coordinator):
    """Somebody who was invited by text today."""
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    return Invitation.objects.get()


def happened(first=None, last=None, practice=None):
    today = timezone.localdate()
    found = queries.coded_events(first or today, last or today, practice)
    return [(each.day, each.event, each.value) for each in found]


def test_each_invitation_counts_by_its_place_in_the_series(invited, clock):
    days = [timezone.localdate()]
    for _ in range(2):
        clock.shift(timedelta(days=22))
        actions.plan_reminders(campaign=invited.campaign)
        delivery.drain(gateway=cast.FakeGateway())
        days.append(timezone.localdate())

    assert happened(days[0], days[-1]) == [
        (days[0], Coded.FIRST_INVITATION, ""),
        (days[1], Coded.SECOND_INVITATION, ""),
        (days[2], Coded.LATER_INVITATION, ""),
    ]


def test_what_somebody_answered_and_that_they_did_not_come_are_events(invited, coordinator, clock):
    today = timezone.localdate()
    actions.record_answer(
        invitation=invited, response="booked", answered_on=today, by=coordinator,
        booked_for=timezone.now() + timedelta(days=2), minutes=20,
    )  # fmt: skip
    clock.shift(timedelta(days=3))
    actions.record_attendance(booking=invited.bookings.get(), outcome="missed", by=coordinator)

    assert happened(today, timezone.localdate()) == [
        (today, Coded.BOOKED, ""),
        (today, Coded.FIRST_INVITATION, ""),
        (today + timedelta(days=2), Coded.MISSED, ""),
    ]


def test_a_plan_agreed_a_review_and_an_activation_score_are_events(scheme, practice, coordinator):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    plan = factories.CarePlanFactory(patient=patient)
    factories.PlanVersionFactory(plan=plan, agreed=True, agreed_on=date(2026, 3, 2))
    factories.ReviewFactory(plan=plan, patient=patient, reviewed_on=date(2026, 3, 10))
    scored = Cohort.objects.create(
        scheme=scheme, name="Less active", purpose="Support", method="lower", tool="PAM", scored_on=date(2026, 3, 5),
        conditions_of_use="Licensed", bound=50, made_by=coordinator,
    )  # fmt: skip
    CohortMember.objects.create(
        scheme=scheme, cohort=scored, patient=patient, standing="accepted", reason="Score 47.5", score=Decimal("47.50")
    )

    assert happened(date(2026, 3, 1), date(2026, 3, 31)) == [
        (date(2026, 3, 2), Coded.PLAN_AGREED, ""),
        (date(2026, 3, 5), Coded.ACTIVATION, "47.5"),
        (date(2026, 3, 10), Coded.REVIEW_DONE, ""),
    ]


def test_a_review_that_was_corrected_is_one_event(scheme, practice):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    plan = factories.CarePlanFactory(patient=patient)
    right = factories.ReviewFactory(plan=plan, patient=patient, reviewed_on=date(2026, 3, 11))
    factories.ReviewFactory(plan=plan, patient=patient, reviewed_on=date(2026, 3, 10), superseded_by=right)

    assert [day for day, *_ in happened(date(2026, 3, 1), date(2026, 3, 31))] == [date(2026, 3, 11)]


@pytest.mark.parametrize(
    ("settled", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=timezone.get_current_timezone()), date(2026, 6, 30)),
        (datetime(2026, 7, 1, 0, 10, tzinfo=timezone.get_current_timezone()), date(2026, 7, 1)),
    ],
)
def test_a_day_is_the_day_in_london(person, coordinator, settled, day):
    with time_machine.travel(settled - timedelta(hours=12), tick=False):
        campaign = cast.launch(coordinator)
    with time_machine.travel(settled, tick=False), wall.within(campaign.scheme_id):
        invitation = Invitation.objects.get()
        attempt = invitation.attempts.get()
        attempt.state, attempt.settled_at, attempt.recipient = "accepted", settled, "07700 900001"
        attempt.save()

    assert happened(date(2026, 6, 29), date(2026, 7, 2)) == [(day, Coded.FIRST_INVITATION, "")]
    assert happened(day, day)


def test_an_event_goes_out_under_the_newest_code_there_is(invited, coordinator):
    for code, term in (("22298006", "First choice"), ("73211009", "Second choice")):
        actions.change_clinical_code(event="first_invitation", code=code, term=term, by=coordinator)
    assert [each.code.term for each in queries.coded_events(timezone.localdate(), timezone.localdate())] == [
        "Second choice"
    ]

    actions.change_clinical_code(event="first_invitation", code="", term="", by=coordinator)

    assert [each.code for each in queries.coded_events(timezone.localdate(), timezone.localdate())] == [None]
    assert Event.objects.filter(kind="recall.clinical_code_changed").count() == 3


@pytest.mark.parametrize(
    ("given_", "words"),
    [({"code": "22298007", "term": "Mistyped"}, "not a SNOMED CT concept"), ({"code": "22298006", "term": ""}, "term")],
)
def test_a_code_that_cannot_be_one_is_refused(coordinator, given_, words):
    with pytest.raises(ValidationError, match=words):
        actions.change_clinical_code(event="booked", by=coordinator, **given_)


def test_a_code_is_never_rewritten(coordinator):
    made = actions.change_clinical_code(event="booked", code="22298006", term="Booked", by=coordinator)

    with pytest.raises(DatabaseError, match=r"permission denied|never changed"), transaction.atomic():
        ClinicalCode.objects.filter(pk=made.pk).update(term="Something else")


def test_the_page_counts_what_has_no_code_and_sets_one(invited, coordinator, browse):
    browser = browse(coordinator)

    before = browser.get(reverse("recall:coded_events")).text
    form = browser.get(reverse("recall:clinical_code", args=["first_invitation"])).text
    after = browser.post(
        reverse("recall:clinical_code", args=["first_invitation"]),
        {"code": "22298006", "term": "Invited by text"},
        follow=True,
    ).text

    assert "1 of 1 event has no code" in before
    assert "Code for: First invitation sent" in form
    assert "Invited by text" in after
    assert "Without a code" not in after


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "22298007", "term": "Wrong"}, "not a SNOMED CT concept"),
        ({"code": "22298006", "term": ""}, "Enter the code and its term, or neither"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(coordinator, browse, typed, words):
    answer = browse(coordinator).post(reverse("recall:clinical_code", args=["booked"]), typed)

    assert answer.status_code == 422
    assert words in answer.text


def test_an_event_that_does_not_exist_has_no_page(coordinator, browse):
    assert browse(coordinator).get(reverse("recall:clinical_code", args=["fell-asleep"])).status_code == 404


def lines(answer):
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_a_line_an_event_and_everybody_in_it_is_looked_at(invited, practice, coordinator, browse):
    actions.change_clinical_code(event="first_invitation", code="22298006", term="Invited", by=coordinator)

    headers, line = lines(browse(coordinator).get(reverse("recall:coded_events_csv")))

    assert headers == ["NHS number", "Name", "Practice", "Date", "Event", "Code system", "Code", "Term", "Value"]
    assert line[0] == "9990000018"
    assert line[2:] == [
        practice.ods_code, timezone.localdate().isoformat(), "First invitation sent", queries.SYSTEM, "22298006",
        "Invited", "",
    ]  # fmt: skip
    assert RecordView.objects.filter(patient_id=invited.patient_id, how="export").exists()


def test_somebody_whose_record_is_restricted_is_a_line_without_them(invited, coordinator, browse):
    factories.ProcessingRestrictionFactory(patient=invited.patient)

    _, line = lines(browse(coordinator).get(reverse("recall:coded_events_csv")))

    assert line[0].startswith("Not given out")
    assert "9990000018" not in "".join(line)


def test_a_practice_takes_out_its_own_people_and_no_others(invited, scheme, practice, coordinator, browse):
    other = factories.PracticeFactory()
    factories.ParticipationFactory(scheme=scheme, organisation=other)
    staff = factories.sign_in(Role.PRACTICE_STAFF, scheme, other)
    own = factories.sign_in(Role.PRACTICE_STAFF, scheme, practice)

    assert len(lines(browse(own).get(reverse("recall:coded_events_csv")))) == 2
    assert len(lines(browse(staff).get(reverse("recall:coded_events_csv")))) == 1
    assert len(lines(browse(coordinator).get(reverse("recall:coded_events_csv"), {"practice": other.pk}))) == 1
    assert len(lines(browse(coordinator).get(reverse("recall:coded_events_csv"), {"practice": practice.pk}))) == 2
    assert "Every practice" not in browse(own).get(reverse("recall:coded_events")).text


def test_days_that_are_none_lead_back_to_the_page_that_says_so(coordinator, browse):
    wrong = {
        "first_day": "2", "first_month": "3", "first_year": "2026", "last_day": "1", "last_month": "3",
        "last_year": "2026",
    }  # fmt: skip

    page = browse(coordinator).get(reverse("recall:coded_events_csv"), wrong, follow=True).text

    assert "must not be before the first day" in page


def test_whoever_keeps_no_register_takes_nothing_out(scheme, browse):
    pharmacist = factories.sign_in(Role.PHARMACIST, scheme, factories.place_for(Role.PHARMACIST))

    assert browse(pharmacist).get(reverse("recall:coded_events")).status_code == 403


def test_the_events_take_three_statements_however_many_people_they_are_of(invited, django_assert_num_queries):
    with django_assert_num_queries(3):
        happened()


def test_a_practice_finds_the_events_where_it_finds_its_recall_and_no_campaigns(scheme, practice, browse):
    page = browse(factories.sign_in(Role.PRACTICE_STAFF, scheme, practice)).get(reverse("recall:campaigns")).text

    assert reverse("recall:coded_events") in page
    assert "called in yet" not in page
