"""What people answer, and what each answer does: the table, its statement, and the deeds."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from recall import actions, delivery, queries
from recall.answering import (
    EFFECTS,
    Response,
    Standing,
    ask_again_after_missed,
    standing,
)
from recall.models import Answer, Booking, Concern, Invitation, InvitationAttempt
from recall.queries import statements
from tests import factories
from tests.recall import cast

TODAY = date(2026, 3, 16)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001")


@pytest.fixture
def campaign(person, coordinator):
    """A running campaign in which the person was texted."""
    made = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    return made


@pytest.fixture
def invitation(campaign):
    return campaign.invitations.get()


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def answer(invitation, response, by, **more):
    return actions.record_answer(
        invitation=invitation, response=response, answered_on=timezone.localdate(), by=by, **more
    )


def next_step(campaign):
    return statements.steps(campaign, timezone.localdate())[campaign.invitations.get().pk]


STANDINGS = [
    ("booked", None, False, Standing.CLOSES),
    ("booked", None, True, Standing.WAITS),
    ("declined", None, False, Standing.CLOSES),
    ("not_now", TOMORROW, False, Standing.WAITS),
    ("not_now", TODAY, False, Standing.OPEN),
    ("ring_me", None, False, Standing.WAITS),
    ("moved", None, True, Standing.WAITS),
    ("moved", None, False, Standing.CLOSES),
    ("missed", None, False, Standing.DECIDES),
    ("missed", TOMORROW, False, Standing.WAITS),
    ("decided", None, False, Standing.CLOSES),
    ("decided", TODAY, False, Standing.OPEN),
    ("resumed", TODAY, False, Standing.OPEN),
]


@pytest.mark.parametrize(("response", "again", "unsettled", "expected"), STANDINGS)
def test_how_an_answer_leaves_somebody(response, again, unsettled, expected):
    assert standing(response, ask_again_on=again, unsettled=unsettled, today=TODAY) == expected


# Whoever is to be asked anew today was texted today, so the next text waits for its turn.
SAYS = {Standing.OPEN: "wait", Standing.WAITS: "wait", Standing.DECIDES: "decide", Standing.CLOSES: "close"}


@pytest.mark.parametrize(("response", "again", "unsettled", "expected"), STANDINGS)
def test_the_statement_says_how_an_answer_leaves_somebody(
    response, again, unsettled, expected, invitation, campaign, coordinator
):
    made = Answer.objects.create(
        scheme=invitation.scheme, invitation=invitation, response=response, ask_again_on=again, note="Said so",
        answered_on=TODAY, recorded_by=coordinator,
    )  # fmt: skip
    if unsettled and EFFECTS[Response(response)].concern:
        Concern.objects.create(
            scheme=made.scheme, answer=made, patient_id=invitation.patient_id, holder=coordinator,
        )  # fmt: skip
    elif unsettled:
        Booking.objects.create(
            scheme=made.scheme, invitation=invitation, booked_for=timezone.now(), recorded_by=coordinator
        )

    assert next_step(campaign) == SAYS[expected]


@given(st.sampled_from(Response), st.none() | st.dates(), st.booleans(), st.dates())
def test_nobody_is_let_go_while_a_day_to_ask_again_is_named(response, again, unsettled, today):
    found = standing(response, ask_again_on=again, unsettled=unsettled, today=today)

    assert (found in (Standing.OPEN, Standing.WAITS)) or again is None


@pytest.mark.parametrize(("missed", "expected"), [(1, TODAY + timedelta(days=7)), (2, None), (3, None)])
def test_after_a_missed_appointment_somebody_is_asked_again_once(missed, expected):
    assert ask_again_after_missed(missed=missed, on=TODAY) == expected


def test_every_answer_says_what_it_does():
    assert set(EFFECTS) == set(Response)


def test_not_now_waits_for_the_day_and_then_asks_again_as_a_reminder(invitation, campaign, nurse, clock):
    answer(invitation, "not_now", nurse, ask_again_on=date(2026, 5, 4))
    assert next_step(campaign) == "wait"
    assert not Invitation.objects.open().exists()

    clock.move_to(datetime(2026, 5, 4, 9, tzinfo=timezone.get_current_timezone()))
    assert Invitation.objects.open().get() == invitation
    assert actions.plan_reminders(campaign=campaign) == 1
    assert InvitationAttempt.objects.get(sequence=2).state == "pending"


def test_not_now_before_the_invitation_left_loses_nobody(person, coordinator, nurse, clock):
    campaign = cast.launch(coordinator)
    invitation = campaign.invitations.get()
    answer(invitation, "not_now", nurse, ask_again_on=TOMORROW)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == ("excluded", "answered")
    assert not actions.finish_campaign(campaign=campaign)

    clock.shift(timedelta(days=1))
    actions.plan_reminders(campaign=campaign)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == ("waiting", "to_send")
    assert queries.balance(campaign).waiting == {"to_send": 1}


@pytest.mark.parametrize("day", [None, TODAY, TODAY + timedelta(days=400)])
def test_not_now_names_a_day_to_come(invitation, nurse, day):
    with pytest.raises(ValidationError, match="day"):
        answer(invitation, "not_now", nurse, ask_again_on=day)


@pytest.mark.parametrize(
    ("response", "more"),
    [
        ("declined", {"ask_again_on": TOMORROW}),
        ("declined", {"booked_for": datetime(2026, 3, 20, 9, tzinfo=timezone.get_current_timezone())}),
        ("booked", {"minutes": 30}),
        ("booked", {"booked_for": datetime(2026, 3, 20, 9, tzinfo=timezone.get_current_timezone()), "minutes": 2}),
    ],
)
def test_what_does_not_go_with_an_answer_is_refused(invitation, nurse, response, more):
    with pytest.raises(ValidationError):
        answer(invitation, response, nurse, **more)

    assert not Answer.objects.exists()


@pytest.mark.parametrize("response", ["moved", "deceased", "wrong_person"])
def test_what_somebody_says_of_a_person_changes_no_register_and_stops_messages(
    invitation, person, coordinator, nurse, response
):
    answer(invitation, response, nurse)

    person.refresh_from_db()
    assert person.status == "registered"
    concern = Concern.objects.get()
    assert concern.holder == coordinator
    assert statements.verdicts_of(invitation.campaign, [person.pk], TODAY)[person.pk][0] == "looked_into"
    assert cast.launch(coordinator, "Another").invitations.get().reason == "looked_into"


def test_a_concern_takes_back_what_waits_in_every_campaign(person, coordinator, nurse, campaign, invitation):
    actions.stop_campaign(campaign=campaign, by=coordinator)
    second = cast.launch(coordinator, "Second")

    answer(invitation, "wrong_person", nurse)

    assert queries.balance(second).excluded == {"answered": 1}
    assert not actions.finish_campaign(campaign=second)


@pytest.mark.parametrize("finding", ["not_so", "put_right"])
def test_somebody_found_not_to_be_gone_goes_on_being_invited(invitation, campaign, nurse, clock, finding):
    answer(invitation, "moved", nurse)
    clock.shift(timedelta(days=30))

    actions.settle_concern(concern=Concern.objects.get(), finding=finding, by=nurse)

    assert next_step(campaign) == "remind"
    with pytest.raises(ValidationError, match="settled already"):
        actions.settle_concern(concern=Concern.objects.get(), finding=finding, by=nurse)


def test_a_death_is_on_the_register_before_it_is_settled(invitation, campaign, person, nurse):
    answer(invitation, "deceased", nurse)
    concern = Concern.objects.get()
    with pytest.raises(ValidationError, match="first that they died"):
        actions.settle_concern(concern=concern, finding="so", by=nurse)

    type(person).objects.filter(pk=person.pk).update(status="deceased")
    actions.settle_concern(concern=concern, finding="so", by=nurse)

    assert next_step(campaign) == "close"


def booked(invitation, by, days=1):
    at = timezone.now() + timedelta(days=days)
    answer(invitation, "booked", by, booked_for=at, minutes=30)
    return Booking.objects.latest("recorded_at")


def test_an_appointment_is_waited_for_and_then_recorded_with_its_length(invitation, campaign, nurse, clock):
    booking = booked(invitation, nurse)
    assert next_step(campaign) == "wait"
    with pytest.raises(ValidationError, match="still to come"):
        actions.record_attendance(booking=booking, outcome="attended", by=nurse)

    clock.shift(timedelta(days=2))
    assert queries.bookings_to_settle(nurse).get() == booking
    actions.record_attendance(booking=booking, outcome="attended", minutes=40, by=nurse)

    assert next_step(campaign) == "close"
    assert not queries.bookings_to_settle(nurse).exists()
    assert Event.objects.get(kind="recall.attendance_recorded").sentence.endswith("attended.")
    with pytest.raises(ValidationError, match="recorded already"):
        actions.record_attendance(booking=booking, outcome="attended", by=nurse)


def test_whoever_missed_an_appointment_is_invited_again_and_after_the_second_is_decided_about(
    invitation, campaign, nurse, clock
):
    first = booked(invitation, nurse)
    clock.shift(timedelta(days=2))
    actions.record_attendance(booking=first, outcome="missed", by=nurse)
    assert queries.missed_members(nurse).get().ask_again_on == date(2026, 3, 24)
    assert next_step(campaign) == "wait"

    clock.move_to(datetime(2026, 3, 24, 9, tzinfo=timezone.get_current_timezone()))
    assert next_step(campaign) == "remind"

    second = booked(invitation, nurse)
    clock.shift(timedelta(days=2))
    actions.record_attendance(booking=second, outcome="missed", by=nurse)
    assert next_step(campaign) == "decide"
    assert queries.no_answer_members(nurse).get() == invitation


def test_a_cancelled_appointment_leaves_somebody_to_be_invited_again(invitation, campaign, nurse, clock):
    booking = booked(invitation, nurse, days=40)
    clock.shift(timedelta(days=30))

    actions.record_attendance(booking=booking, outcome="cancelled", by=nurse)

    assert next_step(campaign) == "remind"


def test_only_an_appointment_that_was_attended_took_time(invitation, nurse, clock):
    booking = booked(invitation, nurse)
    clock.shift(timedelta(days=2))

    with pytest.raises(ValidationError, match="took any time"):
        actions.record_attendance(booking=booking, outcome="missed", minutes=20, by=nurse)


def test_an_appointment_is_never_rewritten(invitation, nurse):
    booking = booked(invitation, nurse)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(minutes=10)


# --- The pages -------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"recall:{name}", args=args)


def words(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def the_day(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_an_appointment_is_recorded_and_stands_on_the_persons_page_for_the_team(invitation, person, nurse, browse):
    browser = browse(nurse)
    typed = {"response": "booked", **the_day("answered_on", TODAY), **the_day("booked_on", date(2026, 3, 20))}

    assert "Enter both the day and the time" in words(browser.post(url("answer_new", invitation.pk), typed), 422)
    typed |= {"booked_at": "14:30", "minutes": "30"}
    page = words(browser.post(url("answer_new", invitation.pk), typed, follow=True))

    assert "20 March 2026" in page
    assert "2:30pm" in page
    assert "30 minutes" in page


def test_an_open_invitation_stands_on_the_persons_page(invitation, person, nurse, browse):
    page = words(browse(nurse).get(reverse("person", args=[person.pk])))

    assert "An invitation is open." in page


def test_lists_lead_to_what_is_to_be_done(invitation, person, nurse, browse, clock):
    browser = browse(nurse)
    booking = booked(invitation, nurse)
    clock.shift(timedelta(minutes=10))
    answer(invitation, "moved", nurse)
    assert person.family_name in words(browser.get(url("concerns")))
    concern = Concern.objects.get()
    assert "Nothing is sent to this person" in words(browser.get(url("concern_settle", concern.pk)))
    settled = browser.post(url("concern_settle", concern.pk), {"finding": "not_so", "note": "Rang them"}, follow=True)
    assert "There is nothing to look into" in words(settled)

    booking_url = url("attendance_new", booking.pk)
    assert person.name in words(browser.get(booking_url))
    assert "still to come" in words(browser.post(booking_url, {"outcome": "missed"}), 422)


def test_a_missed_appointment_is_recorded_from_its_list(invitation, person, nurse, scheme, browse):
    booking = Booking.objects.create(
        scheme=scheme, invitation=invitation, booked_for=timezone.now() - timedelta(hours=1), recorded_by=nurse
    )
    browser = browse(nurse)
    assert person.name in words(browser.get(url("bookings")))

    page = words(browser.post(url("attendance_new", booking.pk), {"outcome": "missed"}, follow=True))

    assert "Every appointment that is over has been recorded" in page
    assert "Invited again from 23 March 2026" in words(browser.get(url("missed")))


def test_somebody_of_another_place_is_not_found(scheme, nurse, browse, coordinator):
    elsewhere = cast.due(scheme, factories.PracticeFactory(), mobile="07700 900002")
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    theirs = campaign.invitations.get(patient=elsewhere)
    booking = Booking.objects.create(
        scheme=scheme, invitation=theirs, booked_for=timezone.now(), recorded_by=coordinator
    )

    assert browse(nurse).get(url("attendance_new", booking.pk)).status_code == 404
