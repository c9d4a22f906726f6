"""A round of a campaign: its rule, how big it is and how fast it goes, what it would do, and the round after it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from recall import actions, delivery, queries
from recall.models import Campaign, Invitation, InvitationAttempt
from recall.rounds import Rule, is_beyond, turn_on
from schemes import actions as schemes
from schemes.models import Protocol
from tests import factories
from tests.recall import cast

WEDNESDAY = date(2026, 3, 18)
PARTS = 2  # texts that one message is charged as
MONDAYS = [date(2026, 3, 16) + timedelta(weeks=n) for n in range(6)]

TURNS = {
    "no limit": ({"turn": 9, "a_week": None, "taken": 5}, None),
    "the first place of this week": ({"turn": 1, "a_week": 2, "taken": 0}, None),
    "the last place of this week": ({"turn": 2, "a_week": 2, "taken": 0}, None),
    "the first place of next week": ({"turn": 3, "a_week": 2, "taken": 0}, MONDAYS[1]),
    "this week is taken": ({"turn": 1, "a_week": 2, "taken": 2}, MONDAYS[1]),
    "two and a half weeks are taken": ({"turn": 2, "a_week": 2, "taken": 5}, MONDAYS[3]),
}


@pytest.mark.parametrize(("given", "expected"), TURNS.values(), ids=TURNS)
def test_a_practice_gets_so_many_people_in_a_week_and_the_others_later(given, expected):
    assert turn_on(**given, today=WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("place", "size_cap", "in_hand", "beyond"),
    [(9, None, 0, False), (2, 2, 0, False), (3, 2, 0, True), (1, 2, 1, False), (2, 2, 1, True), (1, 2, 3, True)],
)
def test_a_round_takes_so_many_people_and_leaves_the_others_for_the_next(place, size_cap, in_hand, beyond):
    assert is_beyond(place, size_cap=size_cap, in_hand=in_hand) is beyond


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def oak():
    return factories.PracticeFactory(name="Oak Surgery")


@pytest.fixture
def people(scheme, practice):
    """Five people of one practice, the longest overdue first."""
    return [
        cast.due(scheme, practice, mobile=f"07700 90000{n}", next_review_on=cast.DUE - timedelta(days=9 - n))
        for n in range(1, 6)
    ]


def draft(by, name="Spring recall", **rule):
    return cast.draft(by, name, rule=Rule(**{"attempts": 3, "gap_days": 21} | rule))


def launch(by, name="Spring recall", **rule):
    return actions.launch_campaign(campaign=draft(by, name, **rule), by=by)


def reasons(people):
    found = dict(Invitation.objects.values_list("patient", "reason"))
    return [found[person.pk] for person in people]


def days(people):
    found = dict(InvitationAttempt.objects.values_list("invitation__patient", "not_before"))
    return [timezone.localdate(found[person.pk]) for person in people]


# --- The rule


def test_a_draft_without_a_rule_of_its_own_takes_the_numbers_of_the_scheme(coordinator):
    Protocol.objects.update(attempts=4, attempt_gap_days=10)

    assert cast.draft(coordinator).rule == Rule(attempts=4, gap_days=10)


def test_a_campaign_invites_as_often_and_as_far_apart_as_its_own_rule_says(people, coordinator, clock):
    campaign = launch(coordinator, attempts=2, gap_days=7)
    delivery.drain(gateway=cast.FakeGateway())

    clock.shift(timedelta(days=6))
    assert actions.plan_reminders(campaign=campaign) == 0
    clock.shift(timedelta(days=1))
    assert actions.plan_reminders(campaign=campaign) == 5
    delivery.drain(gateway=cast.FakeGateway())
    clock.shift(timedelta(days=8))

    assert {found.campaign for found in queries.no_answer_members(coordinator)} == {campaign}


@pytest.mark.parametrize("rule", [{"attempts": 0}, {"gap_days": 6}, {"size_cap": 0}, {"practice_a_week": 0}])
def test_a_rule_that_invites_nobody_or_every_day_is_refused_in_words(rule, coordinator):
    with pytest.raises(ValidationError, match="at least once, a week or more apart"):
        draft(coordinator, **rule)


# --- How big and how fast


def test_a_small_round_takes_the_longest_overdue_and_says_whom_it_leaves(people, coordinator):
    small = draft(coordinator, size_cap=2)
    preview = queries.preview(small, timezone.localdate())
    assert (preview.invited, preview.by_reason[0].label) == (2, "Left for the next round, because this one is full")

    campaign = actions.launch_campaign(campaign=small, by=coordinator, expected=2)

    assert reasons(people) == ["to_send", "to_send", "next_round", "next_round", "next_round"]
    assert queries.balance(campaign).excluded == {"next_round": 3}
    assert queries.balance(campaign).adds_up


def test_a_small_round_stays_small_when_people_come_in_late(people, coordinator, scheme, practice):
    launch(coordinator, size_cap=5)
    cast.due(scheme, practice, mobile="07700 900009")

    assert delivery.catch_up().joined == 0

    assert Invitation.objects.filter(reason="next_round").count() == 1


def test_whoever_leaves_a_small_round_makes_room_for_the_next_in_turn(people, coordinator):
    campaign = launch(coordinator, size_cap=2)
    people[0].status = "moved"
    people[0].save()
    delivery.drain(gateway=cast.FakeGateway())

    delivery.catch_up()

    assert reasons(people)[:4] == ["moved", "", "to_send", "next_round"]
    assert queries.balance(campaign).adds_up


def test_no_practice_gets_more_people_in_a_week_than_it_has_appointments(people, scheme, oak, coordinator):
    other = cast.due(scheme, oak, mobile="07700 900008")

    campaign = launch(coordinator, practice_a_week=2)

    today = timezone.localdate()
    assert days([*people, other]) == [today, today, MONDAYS[1], MONDAYS[1], MONDAYS[2], today]
    assert reasons([*people, other]) == ["to_send", "to_send", "their_week", "their_week", "their_week", "to_send"]
    assert delivery.drain(gateway=cast.FakeGateway()).sent == 3
    assert queries.balance(campaign).waiting == {"their_week": 3}


def test_everybody_has_their_turn_when_their_week_comes(people, coordinator, clock):
    launch(coordinator, practice_a_week=2)

    sent = []
    for _ in range(4):
        sent.append(delivery.drain(gateway=cast.FakeGateway()).sent)
        clock.shift(timedelta(weeks=1))

    assert sent == [2, 2, 1, 0]


def test_whoever_comes_in_late_goes_behind_those_who_have_their_week(people, scheme, practice, coordinator, clock):
    launch(coordinator, practice_a_week=2)
    clock.shift(timedelta(weeks=1))
    late = cast.due(scheme, practice, mobile="07700 900009")

    delivery.catch_up()

    assert days([late]) == [MONDAYS[2]]


def test_sql_gives_the_same_turns_as_the_rule_in_python(scheme, practice, coordinator):
    people = [cast.due(scheme, practice, mobile="07700 900001") for _ in range(12)]
    launch(coordinator, practice_a_week=5, size_cap=11)

    today = timezone.localdate()
    expected = [
        "next_round" if is_beyond(turn, size_cap=11, in_hand=0) else turn_on(turn, a_week=5, taken=0, today=today)
        for turn in range(1, 13)
    ]
    found = [
        "next_round" if each.reason == "next_round" else timezone.localdate(each.attempts.get().not_before)
        for each in Invitation.objects.filter(patient__in=people).order_by("patient_id").prefetch_related("attempts")
    ]
    assert found == [day or today for day in expected]


# --- What it would do


def test_a_simulation_says_who_would_get_what_when_and_at_what_cost(people, scheme, oak, coordinator):
    cast.due(scheme, oak)
    Protocol.objects.update(texts_pence_a_hundred=250, letters_pence_a_hundred=8000)

    found = queries.simulate(draft(coordinator, practice_a_week=2), timezone.localdate(), PARTS)

    assert [(week.monday, dict(week.channels), week.fullest) for week in found.weeks] == [
        (MONDAYS[0], {"Letter": 1, "Text message": 2, "E-mail": 0}, 2),
        (MONDAYS[1], {"Letter": 0, "Text message": 2, "E-mail": 0}, 2),
        (MONDAYS[2], {"Letter": 0, "Text message": 1, "E-mail": 0}, 1),
    ]
    assert [(each.name, each.people, each.fullest, each.last_on) for each in found.practices] == [
        ("Elm Surgery", 5, 2, MONDAYS[2]),
        ("Oak Surgery", 1, 1, timezone.localdate()),
    ]
    assert found.cost == round(5 * PARTS * 2.5 + 80)
    assert found.cost_at_most == 3 * found.cost
    assert found.last_on == MONDAYS[2] + timedelta(days=42)


def test_a_simulation_does_what_the_launch_does_afterwards(people, coordinator):
    campaign = draft(coordinator, practice_a_week=2, size_cap=4)
    foreseen = queries.simulate(campaign, timezone.localdate(), PARTS)

    actions.launch_campaign(campaign=campaign, by=coordinator)

    attempts = InvitationAttempt.objects.values_list("not_before", flat=True)
    assert sum(week.people for week in foreseen.weeks) == len(attempts) == 4
    assert {week.monday for week in foreseen.weeks} == {
        day - timedelta(days=day.weekday()) for day in map(timezone.localdate, attempts)
    }


def test_a_simulation_writes_nothing_and_costs_nothing_that_nobody_knows(people, coordinator):
    campaign = draft(coordinator)

    assert queries.simulate(campaign, timezone.localdate(), PARTS).cost is None
    assert not Invitation.objects.exists()


def test_a_simulation_of_nobody_has_no_last_day(coordinator):
    found = queries.simulate(draft(coordinator), timezone.localdate(), PARTS)

    assert (found.people, found.cost, found.last_on) == (0, 0, None)


# --- Changing a draft, and going round again


def test_a_draft_is_changed_and_looked_at_again(people, coordinator, browse):
    browser, campaign = browse(coordinator), draft(coordinator)
    url = reverse("recall:campaign_change", args=[campaign.pk])
    day = {"due_by_day": "31", "due_by_month": "3", "due_by_year": "2026"}
    assert 'value="21"' in browser.get(url).text

    shown = browser.post(
        url,
        {"name": "Spring, a few", "purpose": "Their yearly review", "attempts": "2", "gap_days": "14",
         "size_cap": "3", "practice_a_week": "2", **day},
        follow=True,
    )  # fmt: skip

    assert "Left for the next round" in shown.text
    assert "1 has their turn in a later week" in shown.text
    changed = Campaign.objects.get()
    assert (changed.name, changed.purpose, changed.rule) == ("Spring, a few", "Their yearly review", Rule(2, 14, 3, 2))
    assert Event.objects.filter(kind="recall.campaign_changed").exists()
    simulated = browser.get(reverse("recall:simulation", args=[campaign.pk])).text
    assert "2 of 2 appointments" in simulated
    assert "do not say what texts and letters cost" in simulated


def test_what_is_launched_is_not_changed(people, coordinator):
    campaign = launch(coordinator)

    with pytest.raises(ValidationError, match="Only a draft can be changed"):
        actions.change_draft(
            campaign=campaign, name="Other", purpose="", rule=Rule(1, 7), due_by=WEDNESDAY, by=coordinator
        )


def test_the_next_round_begins_with_what_the_last_one_said_and_follows_it(people, coordinator, browse):
    first = launch(coordinator, size_cap=2)
    browser, url = browse(coordinator), reverse("recall:campaign_again", args=[first.pk])
    day = {"due_by_day": "31", "due_by_month": "3", "due_by_year": "2026"}
    assert 'value="2"' in browser.get(url).text

    browser.post(
        url, {"name": "Round 2", "purpose": "The rest", "attempts": "3", "gap_days": "21", "size_cap": "2", **day}
    )

    second = Campaign.objects.get(name="Round 2")
    assert second.follows == first
    actions.launch_campaign(campaign=second, by=coordinator)
    found = dict(Invitation.objects.filter(campaign=second).values_list("patient", "reason"))
    assert [found[person.pk] for person in people] == [
        "open_invitation", "open_invitation", "to_send", "to_send", "next_round",
    ]  # fmt: skip
    assert "Spring recall" in browser.get(reverse("recall:campaign", args=[second.pk])).text


def test_a_round_follows_only_one_that_was_launched(coordinator):
    with pytest.raises(ValidationError, match="no round yet"):
        actions.draft_campaign(name="Second", due_by=WEDNESDAY, by=coordinator, follows=cast.draft(coordinator))


def test_the_scheme_says_what_texts_and_letters_cost(coordinator, today):
    adopted = schemes.adopt_protocol(
        starts_on=today, source="Invoice of March", by=coordinator, texts_pence_a_hundred=236
    )

    assert (adopted.texts_pence_a_hundred, adopted.letters_pence_a_hundred) == (236, None)
