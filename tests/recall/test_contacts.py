"""One person, one budget of contacts: at most so many in any 30 days, by all campaigns together."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from recall import actions, delivery, queries
from recall.models import Invitation, InvitationAttempt, Wording
from recall.outcomes import Refused
from recall.queries import contacts
from recall.schedule import free_on
from schemes import actions as schemes
from schemes.models import Protocol
from tests.recall import cast

TODAY = date(2026, 3, 16)


def ago(*days):
    return [TODAY - timedelta(days=each) for each in days]


# Days of contacts before today, how many a month, and in how many days there is room (nothing: today).
CASES = [
    ((), 1, None),
    ((29,), 2, None),
    ((29,), 1, 1),
    ((0,), 1, 30),
    ((30,), 1, None),
    ((31, 0), 1, 30),
    ((29, 3), 2, 1),
    ((30, 3), 2, None),
    ((40, 3), 2, None),
    ((9, 9), 2, 21),
    ((20, 10, 1), 2, 20),
    ((20, 10, 1), 3, 10),
    ((20, 10, 1), 4, None),
]


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001")


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def contacted(person, coordinator, days, state="accepted"):
    """Somebody who was contacted on these days by a campaign that has ended."""
    past = cast.draft(coordinator, "Last winter")
    invitation = Invitation.objects.create(
        scheme=person.scheme, campaign=past, patient=person, practice=person.practice, state="invited",
        invited_at=timezone.now(),
    )  # fmt: skip
    for sequence, day in enumerate(days, 1):
        at = contacts.beginning_of(day) + timedelta(hours=10)
        settled = {"settled_at": at} if state in ("accepted", "refused") else {}
        InvitationAttempt.objects.create(
            scheme=person.scheme, campaign=past, invitation=invitation, sequence=sequence, channel="sms", state=state,
            claimed_at=at, token=past.pk, lease_until=at, wording=Wording.objects.first(), **settled,
        )  # fmt: skip


def allow(contacts_a_month):
    Protocol.objects.update(contacts_a_month=contacts_a_month)


@pytest.mark.parametrize(("days", "a_month", "room_in"), CASES)
def test_from_when_on_a_month_has_room_for_one_more(days, a_month, room_in):
    found = free_on(ago(*days), a_month=a_month)

    assert (found if found and found > TODAY else None) == (room_in and TODAY + timedelta(days=room_in))


@pytest.mark.parametrize(("days", "a_month", "room_in"), CASES)
def test_the_statement_counts_contacts_as_the_rule_does(days, a_month, room_in, person, coordinator):
    contacted(person, coordinator, ago(*days))
    allow(a_month)

    found = contacts.full_until(person.scheme_id, [person.pk], TODAY)

    assert found == ({person.pk: TODAY + timedelta(days=room_in)} if room_in else {})


@pytest.mark.parametrize(("state", "counts"), [("accepted", True), ("sending", True), ("unknown", True),
                                               ("refused", False), ("pending", False)])  # fmt: skip
def test_what_may_have_left_is_a_contact_and_what_was_refused_is_not(state, counts, person, coordinator):
    contacted(person, coordinator, ago(3), state)
    allow(1)

    assert bool(contacts.full_until(person.scheme_id, [person.pk], TODAY)) is counts


def test_whoever_was_contacted_often_enough_waits_for_their_day_and_is_invited_then(person, coordinator, clock):
    contacted(person, coordinator, ago(20, 10))
    preview = queries.preview(cast.draft(coordinator, "Looked at"), TODAY)
    campaign = cast.launch(coordinator)
    balance = queries.balance(campaign)
    delivery.drain(gateway=cast.FakeGateway())

    assert (preview.invited, preview.later) == (1, 1)
    assert (balance.waiting, balance.moving) == ({"contact_budget": 1}, 0)
    assert not Invitation.objects.filter(campaign=campaign, state="invited").exists()
    assert not actions.finish_campaign(campaign=campaign)
    clock.move_to(datetime(2026, 3, 26, 9, tzinfo=timezone.get_current_timezone()))
    delivery.drain(gateway=cast.FakeGateway())
    assert Invitation.objects.get(campaign=campaign).state == "invited"


def test_a_message_that_would_be_one_too_many_when_it_leaves_waits_for_its_day(person, coordinator):
    campaign = cast.launch(coordinator)
    contacted(person, coordinator, ago(20, 10))

    delivery.drain(gateway=cast.FakeGateway())

    attempt = InvitationAttempt.objects.get(invitation__campaign=campaign)
    assert attempt.state == "pending"
    assert timezone.localdate(attempt.not_before) == date(2026, 3, 26)
    assert queries.balance(campaign).waiting == {"contact_budget": 1}


def test_a_reminder_waits_until_the_month_has_room_for_it(person, coordinator, clock):
    allow(1)
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    clock.shift(timedelta(days=29))
    assert actions.plan_reminders(campaign=campaign) == 0
    clock.shift(timedelta(days=1))
    assert actions.plan_reminders(campaign=campaign) == 1


def test_after_the_last_reminder_a_clinician_decides_whether_or_not_the_month_is_full(person, coordinator, clock):
    allow(1)
    Protocol.objects.update(attempts=1)
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    clock.shift(timedelta(days=22))

    assert queries.no_answer_members(coordinator).get().campaign == campaign


def test_whoever_was_never_reached_gets_an_invitation_and_not_a_reminder(person, coordinator):
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway(Refused("No such number")))
    invitation = Invitation.objects.get(campaign=campaign)
    actions.try_again(invitation=invitation, by=coordinator)

    delivery.drain(gateway=cast.FakeGateway())

    second = invitation.attempts.get(sequence=2)
    assert (second.state, second.wording.is_reminder) == ("accepted", False)


def test_a_scheme_may_not_forbid_every_contact(coordinator):
    with pytest.raises(ValidationError, match="once a month at least"):
        schemes.adopt_protocol(starts_on=TODAY, source="Group", by=coordinator, contacts_a_month=0)
