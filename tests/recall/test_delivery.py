"""From claim to outcome: nothing is lost, nothing leaves twice, and what is in doubt is asked about."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event
from recall import actions, delivery, failpoints
from recall.hours import Hours
from recall.models import AttemptOutcome, Campaign, Hold, Invitation, InvitationAttempt, PrintRun, SendingPace
from recall.outcomes import Accepted, Barred, Manners, Refused, TryLater, Unknown
from recall.queries import delivery as queries
from tests import factories
from tests.recall import cast


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001")


@pytest.fixture
def campaign(person, coordinator):
    return cast.launch(coordinator)


@pytest.fixture
def later(request):
    """Go on in time by so much, for the rest of the test."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield lambda **delta: clock.move_to(timezone.now() + timedelta(**delta))


def only():
    return InvitationAttempt.objects.select_related("invitation").get()


def moves():
    return sorted(AttemptOutcome.objects.values_list("move", flat=True))


def claimed(campaign, channels=("sms", "email", "letter")):
    (attempt,) = actions.claim_due(campaign=campaign, channels=channels, limit=10)
    return attempt


def test_a_message_that_is_accepted_makes_the_person_invited(campaign):
    gateway = cast.FakeGateway()

    done = delivery.drain(gateway=gateway)

    assert (done.sent, len(gateway.taken)) == (1, 1)
    assert (only().state, only().invitation.state) == ("accepted", "invited")
    assert only().provider_id == f"provider-{only().pk}"
    assert moves() == ["accept", "claim"]
    assert Event.objects.filter(kind="recall.invitation_sent", patient_id=only().invitation.patient_id).exists()


def test_a_second_round_sends_nothing_again(campaign):
    gateway = cast.FakeGateway()
    delivery.drain(gateway=gateway)

    done = delivery.drain(gateway=gateway)

    assert (done.sent, len(gateway.taken)) == (0, 1)


def test_what_leaves_says_nothing_of_why(campaign, person):
    gateway = cast.FakeGateway()
    delivery.drain(gateway=gateway)
    ((reference, message),) = gateway.taken

    assert message.to == "07700 900001"
    said, _, link = message.body.rpartition(": ")
    assert said == "Elm Surgery would like to see you. Please ring your practice or reply here"
    assert link.startswith("http")
    assert str(reference) not in message.body
    assert person.family_name not in message.body


def test_a_refused_message_fails_with_what_the_provider_said(campaign):
    delivery.drain(gateway=cast.FakeGateway(Refused("Not a UK mobile number")))

    assert (only().state, only().detail) == ("refused", "Not a UK mobile number")
    assert (only().invitation.state, only().invitation.reason) == ("failed", "refused")


def test_a_busy_provider_is_asked_again_later_and_later(campaign, later):
    gateway = cast.FakeGateway(TryLater(), TryLater("Busy"))
    delivery.drain(gateway=gateway)

    assert (only().state, only().not_before - timezone.now()) == ("pending", timedelta(minutes=1))
    assert delivery.drain(gateway=gateway).sent == 0
    later(minutes=2)
    delivery.drain(gateway=gateway)
    assert only().not_before - timezone.now() == timedelta(minutes=2)
    later(minutes=3)
    delivery.drain(gateway=gateway)
    assert only().state == "accepted"
    assert len(gateway.taken) == 1


def test_a_refused_key_stops_everything_until_somebody_has_looked(campaign, coordinator, scheme):
    gateway = cast.FakeGateway(Barred("The key is wrong"), Barred("Still"))
    delivery.drain(gateway=gateway)

    assert Hold.objects.get().reason == "The key is wrong"
    assert only().state == "pending"
    delivery.drain(gateway=gateway)
    assert gateway.answers == [Barred("Still")]

    actions.release_hold(hold=Hold.objects.get(), by=coordinator)
    gateway.answers.clear()
    delivery.drain(gateway=gateway)
    assert only().state == "accepted"


def test_two_refusals_of_the_key_in_one_batch_make_one_hold(scheme, practice, coordinator):
    for n in range(2):
        cast.due(scheme, practice, mobile=f"07700 90000{n}")
    cast.launch(coordinator)

    delivery.drain(gateway=cast.FakeGateway(Barred("One"), Barred("Two")))

    assert Hold.objects.get().reason == "One"


def test_accepted_but_never_heard_of_is_found_and_not_sent_twice(campaign, later, settings):
    gateway = cast.FakeGateway(cast.takes_and_times_out)
    delivery.drain(gateway=gateway)
    assert (only().state, only().invitation.reason) == ("unknown", "not_known")

    assert delivery.reconcile(gateway=gateway).found == 0  # its quarantine is not over
    later(seconds=settings.SEND_QUARANTINE_S)
    assert delivery.reconcile(gateway=gateway).found == 1

    delivery.drain(gateway=gateway)
    assert (only().state, only().invitation.state, len(gateway.taken)) == ("accepted", "invited", 1)
    assert delivery.reconcile(gateway=gateway).found == 0


def test_never_accepted_and_never_heard_of_is_sent_after_all(campaign, later, settings):
    gateway = cast.FakeGateway(cast.times_out, Unknown())
    delivery.drain(gateway=gateway)
    later(seconds=settings.SEND_QUARANTINE_S)
    assert delivery.reconcile(gateway=gateway).released == 1
    assert only().invitation.reason == "to_send"

    delivery.drain(gateway=gateway)
    later(seconds=settings.SEND_QUARANTINE_S)
    delivery.reconcile(gateway=gateway)
    delivery.drain(gateway=gateway)

    assert (only().state, len(gateway.taken)) == ("accepted", 1)
    assert moves() == ["accept", "claim", "claim", "claim", "doubt", "doubt", "release", "release"]


def test_a_provider_that_cannot_be_asked_is_asked_again_later(campaign, later, settings):
    gateway = cast.FakeGateway(cast.takes_and_times_out)
    delivery.drain(gateway=gateway)
    later(seconds=settings.SEND_QUARANTINE_S)
    gateway.lookups_fail = True

    assert delivery.reconcile(gateway=gateway).found == 0
    assert only().state == "unknown"


def test_what_the_provider_no_longer_remembers_waits_for_a_person(campaign, later, coordinator):
    gateway = cast.FakeGateway(cast.times_out)
    delivery.drain(gateway=gateway)
    later(days=7)

    delivery.reconcile(gateway=gateway)

    assert only().state == "unknown"
    actions.settle_attempt(attempt=only(), has_left=False, by=coordinator)
    assert only().state == "pending"


def test_a_claim_never_finished_becomes_unknown_and_never_waiting(campaign, later, settings):
    claimed(campaign)
    gateway = cast.FakeGateway()
    later(seconds=settings.SEND_LEASE_S + 1)

    done = delivery.drain(gateway=gateway)

    assert (done.expired, only().state, gateway.taken) == (1, "unknown", [])


def test_a_sender_that_wakes_too_late_writes_nothing_over_the_truth(campaign, later, settings):
    attempt = claimed(campaign)
    later(seconds=settings.SEND_LEASE_S + 1)
    actions.expire_claims()

    assert not actions.record_outcome(attempt_id=attempt.pk, token=attempt.token, outcome=TryLater())
    assert only().state == "unknown"
    assert actions.record_outcome(attempt_id=attempt.pk, token=attempt.token, outcome=Accepted("late"))
    assert only().state == "accepted"
    assert not actions.record_find(attempt_id=attempt.pk, provider_id="late")
    assert not actions.record_absence(attempt_id=attempt.pk)


def test_a_claim_is_confirmed_only_by_its_own_sender_with_time_left(campaign, later, settings):
    attempt = claimed(campaign)

    assert not actions.confirm_claim(attempt_id=attempt.pk, token=campaign.pk, seconds_needed=1)
    assert actions.confirm_claim(attempt_id=attempt.pk, token=attempt.token, seconds_needed=1)
    later(seconds=settings.SEND_LEASE_S - 1)
    assert not actions.confirm_claim(attempt_id=attempt.pk, token=attempt.token, seconds_needed=30)
    assert only().state == "pending"


def test_a_claim_of_a_campaign_stopped_meanwhile_is_not_sent(campaign, coordinator):
    attempt = claimed(campaign)
    actions.stop_campaign(campaign=campaign, by=coordinator)

    assert not actions.confirm_claim(attempt_id=attempt.pk, token=attempt.token, seconds_needed=1)
    assert (only().state, only().invitation.reason) == ("cancelled", "campaign_stopped")


def test_a_batch_claimed_before_the_stop_is_not_sent_either(campaign, coordinator, monkeypatch):
    gateway = cast.FakeGateway()
    real = actions.claim_due

    def claim_then_stop(**given):
        batch = real(**given)
        if batch:
            actions.stop_campaign(campaign=campaign, by=coordinator)
        return batch

    monkeypatch.setattr(delivery.actions, "claim_due", claim_then_stop)
    delivery.drain(gateway=gateway)

    assert gateway.taken == []


def test_a_message_another_sender_holds_is_left_alone(campaign, later, monkeypatch, settings):
    gateway = cast.FakeGateway(cast.takes_and_times_out)
    monkeypatch.setattr(queries, "try_lock", lambda attempt_id: False)
    delivery.drain(gateway=gateway)
    assert (only().state, gateway.taken) == ("sending", [])

    monkeypatch.undo()
    later(seconds=settings.SEND_LEASE_S + 1)
    actions.expire_claims()
    later(seconds=settings.SEND_QUARANTINE_S)
    monkeypatch.setattr(queries, "try_lock", lambda attempt_id: False)
    assert delivery.reconcile(gateway=gateway).released == 0


CHANGES = [
    ({"status": "deceased"}, "deceased"),
    ({"status": "moved"}, "moved"),
    ({"safe_to_text": False, "safe_to_post": False}, "no_safe_channel"),
    ({"mobile": "", "address": []}, "no_contact_details"),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_everybody_is_checked_again_just_before_their_message_leaves(campaign, person, change, reason):
    type(person).objects.filter(pk=person.pk).update(**change)
    gateway = cast.FakeGateway()

    delivery.drain(gateway=gateway)

    assert gateway.taken == []
    assert (only().state, only().invitation.state, only().invitation.reason) == ("cancelled", "excluded", reason)


def test_whoever_was_reviewed_since_is_not_invited(campaign, person, today):
    factories.ReviewFactory(plan=person.plans.get(), reviewed_on=today)
    gateway = cast.FakeGateway()

    delivery.drain(gateway=gateway)

    assert (gateway.taken, only().invitation.reason) == ([], "reviewed_since")


def test_a_number_that_is_no_longer_safe_becomes_a_letter(campaign, person):
    type(person).objects.filter(pk=person.pk).update(safe_to_text=False)

    done = delivery.drain(gateway=cast.FakeGateway())

    assert (done.sent, done.printed) == (0, 1)
    assert (only().channel, only().state, only().invitation.reason) == ("letter", "printed", "to_post")


def test_letters_of_several_practices_come_practice_by_practice(scheme, practice, coordinator):
    other = factories.PracticeFactory(name="Ash Surgery")
    for place, name in ((practice, "Cole"), (other, "Dale"), (practice, "Bell")):
        cast.due(scheme, place, family_name=name)
    cast.launch(coordinator)

    delivery.drain(gateway=cast.FakeGateway())

    in_order = PrintRun.objects.get().attempts.order_by("position").values_list("invitation__patient__family_name")
    assert [name for (name,) in in_order] == ["Dale", "Bell", "Cole"]


def test_a_print_file_is_kept_whole_or_not_at_all(campaign, person, later):
    type(person).objects.filter(pk=person.pk).update(mobile="")
    with pytest.raises(ValueError, match="unpack"):
        claimed(campaign, ("sms",))
    attempt = claimed(campaign, ("letter",))
    later(minutes=11)
    actions.expire_claims()

    run = actions.record_print_run(campaign=campaign, attempts=[attempt], content=b"%PDF", page_counts=[1])

    assert run is None
    assert not PrintRun.objects.exists()


def test_a_print_file_lost_on_the_way_is_made_again(campaign, person, later, settings):
    type(person).objects.filter(pk=person.pk).update(mobile="")
    with pytest.raises(ValueError, match="unpack"):
        claimed(campaign, ("sms",))
    claimed(campaign, ("letter",))
    later(minutes=11)
    actions.expire_claims()
    later(seconds=settings.SEND_QUARANTINE_S)

    assert delivery.reconcile(gateway=cast.FakeGateway()).released == 1
    assert delivery.drain(gateway=cast.FakeGateway()).printed == 1


def test_posting_is_what_makes_an_invitation_by_letter(scheme, practice, coordinator, today):
    cast.due(scheme, practice)
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    run = PrintRun.objects.get()

    posting = actions.post_print_run(print_run=run, posted_on=today, by=coordinator)

    assert posting.posted_on == today
    assert (only().state, only().invitation.state) == ("accepted", "invited")
    assert Event.objects.filter(kind="recall.letters_posted", by=coordinator).exists()


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 3, 17)])
def test_letters_are_not_posted_before_they_are_printed_nor_tomorrow(scheme, practice, coordinator, day):
    cast.due(scheme, practice)
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    with pytest.raises(Exception, match="Enter a day from when"):
        actions.post_print_run(print_run=PrintRun.objects.get(), posted_on=day, by=coordinator)


def test_the_released_message_of_a_stopped_campaign_is_cancelled(campaign, coordinator, later, settings):
    gateway = cast.FakeGateway(cast.times_out)
    delivery.drain(gateway=gateway)
    actions.stop_campaign(campaign=campaign, by=coordinator)
    assert Invitation.objects.get().reason == "not_known"
    later(seconds=settings.SEND_QUARANTINE_S)

    delivery.reconcile(gateway=gateway)

    assert (only().state, Invitation.objects.get().reason) == ("cancelled", "campaign_stopped")


def test_a_final_attempt_is_never_changed(campaign):
    delivery.drain(gateway=cast.FakeGateway())

    with pytest.raises(Exception, match="Cannot update"):
        InvitationAttempt.objects.update(body="Something else")


def test_the_database_refuses_a_move_that_is_not_in_the_table(campaign):
    with pytest.raises(Exception, match="Invalid transition"):
        InvitationAttempt.objects.update(state="unknown")


def test_another_schemes_messages_are_sent_behind_their_own_wall(campaign, stranger):
    assert stranger.acting.scheme_id in delivery.schemes()
    assert campaign.scheme_id in delivery.schemes()
    assert Campaign.objects.running().count() == 1


@pytest.mark.parametrize("how", ["raise", "pause:0"])
def test_a_failpoint_does_as_it_is_told_in_development_only(how, monkeypatch, settings):
    monkeypatch.setenv("FAILPOINT", f"F3:{how}")
    failpoints.reach("F2")
    settings.DEVELOPMENT = False
    failpoints.reach("F3")
    settings.DEVELOPMENT = True

    if how == "raise":
        with pytest.raises(failpoints.FailpointReached):
            failpoints.reach("F3")
    else:
        failpoints.reach("F3")


def test_a_failpoint_that_kills_kills_this_process(monkeypatch):
    killed = []
    monkeypatch.setenv("FAILPOINT", "F3:kill")
    monkeypatch.setattr(failpoints.os, "kill", lambda pid, number: killed.append(number))

    failpoints.reach("F3")

    assert killed == [9]


# --- Politely


@pytest.mark.parametrize(
    ("hour", "sent"),
    [("2026-03-17 07:59", 0), ("2026-03-17 08:00", 1), ("2026-03-17 18:00", 0), ("2026-04-03 12:00", 0)],
)
def test_nothing_is_sent_at_night_or_on_a_bank_holiday(campaign, hour, sent):
    gateway = cast.FakeGateway()
    gateway.manners = Manners(hours=Hours())

    with time_machine.travel(datetime.fromisoformat(f"{hour}+00:00"), tick=False):
        delivery.drain(gateway=gateway)

    assert len(gateway.taken) == sent
    assert only().state == ("accepted" if sent else "pending")


def test_letters_are_printed_at_any_hour(scheme, practice, coordinator):
    cast.due(scheme, practice)
    cast.launch(coordinator)
    gateway = cast.FakeGateway()
    gateway.manners = Manners(hours=Hours())

    with time_machine.travel(datetime(2026, 3, 16, 23, tzinfo=UTC), tick=False):
        assert delivery.drain(gateway=gateway).printed == 1


def test_no_more_is_claimed_than_the_provider_takes(scheme, practice, coordinator, monkeypatch):
    for number in range(4):
        cast.due(scheme, practice, mobile=f"07700 90010{number}")
    cast.launch(coordinator)
    gateway = cast.FakeGateway()
    gateway.manners = Manners(per_minute=180)  # three in the bucket
    SendingPace.objects.create(pk=1, room=3, at=timezone.now())
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        SendingPace.objects.update(room=3)

    monkeypatch.setattr("recall.delivery.time.sleep", pause)
    delivery.drain(gateway=gateway)

    assert len(gateway.taken) == 4
    assert len(pauses) == 1


def test_turns_that_nobody_used_are_given_back(campaign):
    gateway = cast.FakeGateway()
    gateway.manners = Manners(per_minute=600)
    SendingPace.objects.create(pk=1, room=10, at=timezone.now())

    delivery.drain(gateway=gateway)

    assert SendingPace.objects.get().room == pytest.approx(9)
