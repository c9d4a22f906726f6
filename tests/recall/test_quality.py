"""How well a campaign went: reached, answered, attended; by whom and how; and how long people took to answer."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from recall import actions, delivery, queries
from recall.models import Booking, Campaign, Invitation
from recall.outcomes import Refused
from recall.queries.quality import Figures
from recall.survival import Drop, Wait, curve, median
from tests import factories
from tests.recall import cast

# Kaplan and Meier's own way of counting, worked out by hand: whoever leaves on a day was watched on that day.
CURVES = {
    "nobody": ([], []),
    "nobody answered": ([Wait(10, False, 5)], []),
    "everybody answered at once": ([Wait(0, True, 4)], [Drop(0, 4, 4, 0.0)]),
    "half, then half of the rest": (
        [Wait(1, True, 2), Wait(3, True, 1), Wait(9, False, 1)],
        [Drop(1, 4, 2, 0.5), Drop(3, 2, 1, 0.25)],
    ),
    "whoever is watched no longer does not count later": (
        [Wait(1, True, 1), Wait(2, False, 1), Wait(5, True, 1), Wait(9, False, 1)],
        [Drop(1, 4, 1, 0.75), Drop(5, 2, 1, 0.375)],
    ),
    "who leaves on the day of an answer was watched until then": (
        [Wait(2, True, 1), Wait(2, False, 1)],
        [Drop(2, 2, 1, 0.5)],
    ),
}


# Of the people below, one of whom was made without an age of her own.
AGES = {"25 to 44": 1, "45 to 64": 2, "65 and over": 2}


@pytest.mark.parametrize(("waits", "drops"), CURVES.values(), ids=CURVES)
def test_the_curve_of_silence_falls_as_people_answer(waits, drops):
    assert curve(waits) == drops


@pytest.mark.parametrize(
    ("waits", "days"),
    [([], None), ([Wait(3, True, 1), Wait(9, False, 2)], None), ([Wait(3, True, 1), Wait(7, True, 1)], 3)],
)
def test_half_have_answered_by_a_day_or_not_yet(waits, days):
    assert median(curve(waits)) == days


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def people(scheme, practice):
    """Four who can be texted, one who can only be written to, and one who moved."""
    texted = [cast.due(scheme, practice, mobile=f"07700 90000{n}", born_on=date(1990 - 20 * n, 1, 1)) for n in range(4)]
    return [*texted, cast.due(scheme, practice), cast.due(scheme, practice, status="moved")]


@pytest.fixture
def campaign(people, coordinator):
    made = cast.launch(coordinator)
    refused = Refused("No such number")
    delivery.drain(gateway=cast.FakeGateway(refused))
    return made


def reached():
    return list(Invitation.objects.filter(state="invited").order_by("patient_id"))


def answer(invitation, response, by, *, on=None, **more):
    return actions.record_answer(
        invitation=invitation, response=response, answered_on=on or timezone.localdate(), by=by, **more
    )


def attend(invitation, by):
    booking = Booking.objects.create(
        scheme_id=invitation.scheme_id, invitation=invitation, booked_for=timezone.now(), recorded_by=by
    )
    actions.record_attendance(booking=booking, outcome="attended", by=by)


def test_whoever_was_to_be_invited_is_counted_as_reached_answered_and_attended(campaign, coordinator, clock):
    first, second, third = reached()
    clock.shift(timedelta(days=4))
    answer(first, "booked", coordinator)
    attend(first, coordinator)
    answer(second, "declined", coordinator)
    answer(third, "wrong_person", coordinator)

    found = queries.quality(campaign, timezone.localdate())

    assert found.figures == Figures(wanted=5, reached=3, answered=2, booked=1, attended=1)
    assert found.answered_after == [(1, 2)]
    assert [(drop.day, drop.watched, drop.answered) for drop in found.drops] == [(4, 3, 2)]
    assert (found.median, found.last_day) == (4, 4)


def test_an_answer_is_counted_after_the_invitation_that_it_followed(campaign, coordinator, clock):
    answer(reached()[0], "declined", coordinator)
    clock.shift(timedelta(days=22))
    actions.plan_reminders(campaign=campaign)
    delivery.drain(gateway=cast.FakeGateway())
    answer(reached()[1], "declined", coordinator)

    assert queries.quality(campaign, timezone.localdate()).answered_after == [(1, 1), (2, 2)]


def test_a_decision_of_a_clinician_is_no_answer_of_the_person(campaign, coordinator):
    answer(reached()[0], "decided", coordinator, note="Asked in clinic")

    assert queries.quality(campaign, timezone.localdate()).figures.answered == 0


def test_the_figures_are_told_apart_by_practice_channel_wording_and_age(campaign, coordinator):
    answer(reached()[0], "declined", coordinator)

    groups = {
        (group.aspect, group.label): group.figures for group in queries.quality(campaign, date(2026, 3, 16)).groups
    }

    assert groups["Practice", "Elm Surgery"].wanted == 5
    assert groups["First by", "Text message"].reached == 3
    assert groups["Wording", "Text message: first invitation, version 1"].answered == 1
    ages = {label: figures.wanted for (aspect, label), figures in groups.items() if aspect == "Age"}
    assert list(ages.items()) == list(AGES.items())


def test_of_a_campaign_that_ended_nobody_is_watched_any_longer(campaign, coordinator, clock):
    clock.shift(timedelta(days=5))
    actions.stop_campaign(campaign=campaign, by=coordinator)
    clock.shift(timedelta(days=50))

    assert queries.quality(Campaign.objects.get(), timezone.localdate()).last_day == 5


def test_rounds_are_compared_from_the_first_to_the_last(campaign, scheme, practice, coordinator, clock):
    clock.shift(timedelta(days=30))
    cast.due(scheme, practice)
    first = actions.stop_campaign(campaign=campaign, by=coordinator)
    drafted = actions.draft_campaign(name="Round 2", due_by=cast.DUE, by=coordinator, follows=first)
    second = actions.launch_campaign(campaign=drafted, by=coordinator)
    actions.draft_campaign(name="Round 3", due_by=cast.DUE, by=coordinator, follows=second)

    found = queries.rounds_of(campaign, timezone.localdate())

    assert [(each.name, figures.wanted) for each, figures in found] == [("Spring recall", 5), ("Round 2", 6)]
    assert queries.rounds_of(second, timezone.localdate()) == found


def test_the_figures_take_three_statements_whoever_is_in_them(campaign, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        queries.quality(campaign, timezone.localdate())


def test_the_page_shows_each_stage_against_its_target_and_the_paper_says_the_same(campaign, coordinator, browse):
    protocol = factories.ProtocolFactory(scheme=campaign.scheme, number=2, target_reached=90, target_answered=50)
    Campaign.objects.update(protocol=protocol)
    answer(reached()[0], "declined", coordinator)
    browser = browse(coordinator)

    page = browser.get(reverse("recall:quality", args=[campaign.pk])).text

    assert "Reached, of those to be invited" in page
    assert "60%" in page
    assert "90%" in page
    assert "Fewer than half have answered" in page
    paper = browser.get(reverse("recall:quality_pdf", args=[campaign.pk]))
    assert paper.content.startswith(b"%PDF")


def test_of_a_draft_there_is_nothing_to_say_yet(coordinator, browse):
    draft = cast.draft(coordinator)

    assert browse(coordinator).get(reverse("recall:quality", args=[draft.pk])).status_code == 404
