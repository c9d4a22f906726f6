"""The balance: everybody in one place, every day, proved by counting them (H11)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from recall import actions, delivery, queries
from recall.balance import Balance
from recall.lifecycle import Status
from recall.models import BalanceCheck, BalanceEntry, Campaign, Invitation, InvitationAttempt
from recall.outcomes import Refused
from recall.queries import balances
from tests import factories
from tests.recall import cast

MOBILE = "07700 900001"


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile=MOBILE)


@pytest.fixture
def campaign(person, coordinator):
    return cast.launch(coordinator)


def sent(*answers):
    delivery.drain(gateway=cast.FakeGateway(*answers))


def strand():
    """What no deed of ours does: somebody waits, and their attempt is gone."""
    InvitationAttempt.objects.update(state="cancelled", settled_at=timezone.now())


@pytest.mark.parametrize(
    ("places", "accounted", "adds_up"),
    [
        ({}, 0, False),
        ({"invited": 4}, 4, True),
        ({"invited": 1, "excluded": {"moved": 1}, "waiting": {"to_send": 1}, "failed": {"refused": 1}}, 4, True),
        ({"invited": 1, "excluded": {"moved": 1}, "failed": {"refused": 1}}, 3, False),
        ({"invited": 5}, 5, False),
    ],
)
def test_a_balance_adds_up_or_says_that_it_does_not(places, accounted, adds_up):
    balance = Balance(cohort=4, **places)

    assert (balance.accounted, balance.adds_up) == (accounted, adds_up)


def test_a_balance_says_what_still_moves():
    balance = Balance(cohort=5, invited=1, waiting={"to_send": 1, "to_post": 3})

    assert (balance.settled, balance.moving) == (1, 1)
    assert balance.reasons() == [("waiting", "to_send", 1), ("waiting", "to_post", 3)]


def test_the_books_follow_every_move_and_stay_equal_to_the_count(scheme, practice, campaign, coordinator):
    sent(Refused("No such number"))
    cast.due(scheme, practice, mobile="07700 900002")
    actions.catch_up(campaign=campaign)
    campaign.refresh_from_db()

    assert queries.balance(campaign) == Balance(cohort=2, waiting={"to_send": 1}, failed={"refused": 1})
    assert balances.count(campaign) == balances.Count(cohort=2, people=2, misbooked=0, stranded=0)


def test_the_balance_of_past_days_stays_known(person, coordinator):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        campaign = cast.launch(coordinator)
        clock.move_to(start + timedelta(days=1))
        sent()

        newest, oldest = queries.day_by_day(campaign)

    assert (oldest.day, oldest.balance) == (date(2026, 3, 16), Balance(cohort=1, waiting={"to_send": 1}))
    assert (newest.day, newest.balance) == (date(2026, 3, 17), Balance(cohort=1, invited=1))


def test_folding_puts_the_entries_of_a_day_together_and_changes_no_sum(campaign, monkeypatch):
    sent()
    before, scattered = queries.balance(campaign), BalanceEntry.objects.count()

    assert not actions.fold_entries(campaign=campaign)
    monkeypatch.setattr(actions.balances, "SCATTERED", 1)
    assert actions.fold_entries(campaign=campaign)

    assert scattered > BalanceEntry.objects.count() == 1
    assert queries.balance(campaign) == before


def test_entries_that_take_one_another_back_are_folded_to_nothing(campaign, coordinator, monkeypatch):
    actions.stop_campaign(campaign=campaign, by=coordinator)
    monkeypatch.setattr(actions.balances, "SCATTERED", 1)
    actions.fold_entries(campaign=campaign)

    assert set(BalanceEntry.objects.values_list("state", "people")) == {("excluded", 1)}


def test_nobody_can_be_taken_out_of_a_campaign(campaign):
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot delete rows"), transaction.atomic():
        Invitation.objects.all()._raw_delete("default")


def test_a_sound_count_is_kept_once_a_day_and_is_no_event(campaign):
    actions.check_balance(campaign=campaign)
    actions.check_balance(campaign=campaign)

    assert BalanceCheck.objects.get().is_sound
    assert not Event.objects.filter(kind="recall.campaign_off_balance").exists()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda campaign: strand(), {"stranded": 1}),
        (lambda campaign: BalanceEntry.objects.update(people=3), {"misbooked": 2}),
        (lambda campaign: Campaign.objects.update(cohort_size=2), {"cohort": 2}),
    ],
)
def test_whatever_is_wrong_is_found_by_counting(campaign, harm, found):
    harm(campaign)

    delivery.check_balances()

    check = BalanceCheck.objects.get()
    sound = {"cohort": 1, "people": 1, "misbooked": 0, "stranded": 0}
    assert {name: getattr(check, name) for name in sound} == sound | found
    assert not check.is_sound
    assert (
        "The campaign Spring recall does not balance" in Event.objects.get(kind="recall.campaign_off_balance").sentence
    )


def test_whoever_was_stranded_is_listed_and_tried_again(campaign, coordinator):
    strand()
    assert not queries.failed_members(coordinator)  # the count is what looks for them
    actions.check_balance(campaign=campaign)
    (stranded,) = queries.failed_members(coordinator)

    actions.try_again(invitation=stranded, by=coordinator)

    assert not queries.failed_members(coordinator)
    assert actions.check_balance(campaign=campaign).is_sound
    assert not queries.off_balance(coordinator)


def test_a_campaign_that_does_not_balance_cannot_end(campaign, coordinator):
    sent()
    plan = campaign.invitations.get().patient.plans.get()
    factories.ReviewFactory(plan=plan, reviewed_on=timezone.localdate())
    Campaign.objects.update(cohort_size=2)

    assert not actions.finish_campaign(campaign=campaign)

    Campaign.objects.update(cohort_size=1)
    assert actions.finish_campaign(campaign=campaign)
    assert Campaign.objects.get().status == Status.FINISHED


def test_the_page_of_a_campaign_that_does_not_balance_says_so(client, campaign, coordinator):
    client.force_login(coordinator)
    page = reverse("recall:campaign", args=[campaign.pk])
    assert "balance</h" not in client.get(page).content.decode()
    strand()
    Campaign.objects.update(cohort_size=2)
    actions.check_balance(campaign=campaign)

    shown = client.get(page).content.decode()

    assert "This campaign does not balance" in shown
    assert "1 people are there instead of 2" in shown
    assert "Nothing is under way for 1 of those who wait" in shown
    listed = client.get(reverse("recall:campaigns"), {"show": "off_balance"}).content.decode()
    assert "Spring recall" in listed
    assert "Does not balance" in listed


def test_the_list_shows_the_balance_of_each_campaign(client, campaign, scheme, practice, coordinator):
    sent()
    cast.due(scheme, practice, mobile="07700 900002")
    second = cast.launch(coordinator, "Second")
    client.force_login(coordinator)

    rows = client.get(reverse("recall:campaigns")).context["rows"]

    assert {c.name: (b.cohort, b.invited, b.waiting_total) for c, b in rows} == {
        "Spring recall": (1, 1, 0),
        "Second": (2, 0, 1),
    }
    assert second.entries.count() == 2


def test_the_balance_asks_the_same_number_of_times_for_one_person_and_for_many(
    client, scheme, practice, coordinator, django_assert_max_num_queries
):
    for number in range(12):
        cast.due(scheme, practice, mobile=f"07700 9000{number:02}")
    campaign = cast.launch(coordinator)
    client.force_login(coordinator)
    client.get(reverse("recall:campaign", args=[campaign.pk]))

    with django_assert_max_num_queries(20):
        client.get(reverse("recall:campaign", args=[campaign.pk]))
    assert Invitation.objects.count() == 12
