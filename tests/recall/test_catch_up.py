"""Whoever comes in late is invited the next morning, and whoever was left out for a reason that is over."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event
from careplans.models import CarePlan
from patients import actions as patients
from recall import actions, delivery, queries
from recall.models import Campaign, Invitation, InvitationAttempt
from tests import factories
from tests.recall import cast


@pytest.fixture
def campaign(scheme, practice, coordinator):
    """A campaign that runs, with one person who was invited."""
    cast.due(scheme, practice, mobile="07700 900001")
    made = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    return made


@pytest.fixture
def later():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield lambda **delta: clock.move_to(timezone.now() + timedelta(**delta))


def standing(patient):
    found = Invitation.objects.get(patient=patient)
    return found.state, found.reason


def size():
    return Campaign.objects.get().cohort_size


def test_whoever_falls_due_after_the_launch_is_invited_the_next_morning(campaign, scheme, practice):
    late = cast.due(scheme, practice, mobile="07700 900002")

    assert delivery.catch_up().joined == 1

    assert standing(late) == ("waiting", "to_send")
    assert size() == 2
    delivery.drain(gateway=cast.FakeGateway())
    assert standing(late) == ("invited", "")
    assert queries.balance(Campaign.objects.get()).cohort == 2


def test_whoever_comes_late_and_may_not_be_invited_is_counted_with_the_reason(campaign, scheme, practice):
    late = cast.due(scheme, practice, mobile="07700 900002", status="moved")

    assert delivery.catch_up().joined == 0

    assert standing(late) == ("excluded", "moved")
    assert queries.balance(Campaign.objects.get()).excluded == {"moved": 1}


def test_catching_up_twice_changes_nothing(campaign, scheme, practice):
    cast.due(scheme, practice, mobile="07700 900002")
    delivery.catch_up()
    before = list(Invitation.objects.order_by("pk").values("pk", "state", "reason", "invited_at"))

    assert delivery.catch_up().joined == 0

    assert list(Invitation.objects.order_by("pk").values("pk", "state", "reason", "invited_at")) == before
    assert InvitationAttempt.objects.count() == size() == 2


def test_nobody_is_invited_again_who_was(campaign):
    assert delivery.catch_up().joined == 0
    assert InvitationAttempt.objects.get().state == "accepted"


def test_whoever_gave_no_number_is_invited_once_one_is_on_file(scheme, practice, coordinator):
    person = cast.due(scheme, practice, address=[], postcode="")
    cast.launch(coordinator)
    assert standing(person) == ("excluded", "no_contact_details")

    patients.record_contact_preference(patient=person, version=1, by=coordinator, mobile="07700 900002")
    assert delivery.catch_up().joined == 1

    assert standing(person) == ("waiting", "to_send")
    assert InvitationAttempt.objects.get().sequence == 1
    assert size() == 1


def test_whoever_was_taken_out_before_the_message_left_is_asked_once_the_reason_is_over(
    scheme, practice, coordinator, later
):
    person = cast.due(scheme, practice, mobile="07700 900001")
    cast.launch(coordinator)
    opt_out = patients.record_opt_out(patient=person, starts_on=timezone.localdate(), reason="Not now", by=coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    assert standing(person) == ("excluded", "opted_out")
    patients.end_opt_out(opt_out=opt_out, ends_on=timezone.localdate(), by=coordinator)
    assert delivery.catch_up().joined == 0  # it lasts until tonight

    later(days=1)
    assert delivery.catch_up().joined == 1

    assert [attempt.state for attempt in InvitationAttempt.objects.order_by("sequence")] == ["cancelled", "pending"]
    delivery.drain(gateway=cast.FakeGateway())
    assert standing(person) == ("invited", "")


def test_whoever_another_campaign_invited_is_taken_on_when_that_one_stops(scheme, practice, coordinator, later):
    person = cast.due(scheme, practice, mobile="07700 900001")
    first = cast.launch(coordinator, "First")
    second = cast.launch(coordinator, "Second")
    assert Invitation.objects.get(campaign=second).reason == "open_invitation"

    actions.stop_campaign(campaign=first, by=coordinator, reason="A mistake")
    actions.catch_up(campaign=second)

    assert Invitation.objects.get(campaign=second, patient=person).state == "waiting"


def test_an_answer_is_never_undone(campaign, coordinator, scheme, practice):
    person = cast.due(scheme, practice, mobile="07700 900002")
    delivery.catch_up()
    actions.record_answer(
        invitation=Invitation.objects.get(patient=person), response="declined", answered_on=timezone.localdate(),
        by=coordinator,
    )  # fmt: skip
    assert standing(person) == ("excluded", "answered")

    assert delivery.catch_up().joined == 0

    assert standing(person) == ("excluded", "answered")


def test_a_newcomer_to_the_cohort_is_invited(scheme, practice, coordinator, gp):
    first, second = (
        factories.PatientFactory(scheme=scheme, practice=practice, mobile=f"07700 90000{n}") for n in (1, 2)
    )
    cohort = actions.make_cohort(name="Team", purpose="Care planning", method="judgement", by=coordinator)
    campaign = actions.draft_campaign(name="Care planning", cohort=cohort, by=coordinator)
    cast.read_by_service_users(scheme.pk, coordinator)
    take_in(cohort, first, coordinator, gp)
    actions.launch_campaign(campaign=campaign, by=coordinator)
    take_in(cohort, second, coordinator, gp)

    assert delivery.catch_up().joined == 1

    assert standing(second) == ("waiting", "to_send")


def take_in(cohort, patient, coordinator, gp):
    member = actions.propose_member(cohort=cohort, patient=patient, reason="Struggles", by=gp)
    actions.decide_member(member=member, move="accept", by=coordinator)


@pytest.mark.parametrize("how", ["stopped", "draft"])
def test_only_a_campaign_that_runs_catches_up(scheme, practice, coordinator, how):
    cast.due(scheme, practice, mobile="07700 900001")
    campaign = cast.launch(coordinator) if how == "stopped" else cast.draft(coordinator)
    if how == "stopped":
        actions.stop_campaign(campaign=campaign, by=coordinator, reason="Enough")
    cast.due(scheme, practice, mobile="07700 900002")

    assert actions.catch_up(campaign=campaign) == 0
    assert Invitation.objects.count() == (1 if how == "stopped" else 0)


def test_what_was_caught_up_with_is_told_in_the_trail(campaign, scheme, practice):
    cast.due(scheme, practice, mobile="07700 900002")

    delivery.catch_up()

    assert Event.objects.get(kind="recall.campaign_caught_up").sentence == (
        "The campaign Spring recall took in newcomers: 1. To be invited after all: 0."
    )


def test_a_review_that_moved_into_the_time_of_the_campaign_counts(campaign, scheme, practice):
    later_due = cast.due(scheme, practice, mobile="07700 900002", next_review_on=date(2026, 6, 1))
    assert delivery.catch_up().joined == 0
    CarePlan.objects.filter(patient=later_due).update(next_review_on=date(2026, 3, 20))

    assert delivery.catch_up().joined == 1
