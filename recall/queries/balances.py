"""The balance of a campaign, from its books, and the count of its people that proves them (H11)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from audit import wall
from recall.balance import Balance, State
from recall.models import BalanceCheck, BalanceEntry, Campaign

# Who of these campaigns the reader may not see, by state and reason: few, since few records are restricted.
UNSEEN = """
SELECT campaign_id, state, reason, count(*) FROM recall_invitation
WHERE campaign_id = ANY(%(campaigns)s) AND patient_id = ANY(%(hidden)s)
GROUP BY 1, 2, 3
"""
# Everybody is counted, in one statement, so that nobody moves meanwhile. Misbooked are the people by whom the books say
# something else; stranded is whoever waits for something that nobody is doing.
COUNT = """
WITH counted AS (
    SELECT state, reason, count(*) AS people FROM recall_invitation WHERE campaign_id = %(campaign)s GROUP BY 1, 2
), booked AS (
    SELECT state, reason, sum(people) AS people FROM recall_balanceentry WHERE campaign_id = %(campaign)s GROUP BY 1, 2
)
SELECT (SELECT coalesce(cohort_size, 0) FROM recall_campaign WHERE id = %(campaign)s),
    (SELECT coalesce(sum(people), 0) FROM counted),
    (SELECT coalesce(sum(abs(coalesce(c.people, 0) - coalesce(b.people, 0))), 0)
        FROM counted c FULL JOIN booked b USING (state, reason)),
    (SELECT count(*) FROM recall_invitation i WHERE i.campaign_id = %(campaign)s AND i.state = 'waiting'
        AND NOT EXISTS (SELECT FROM recall_invitationattempt a WHERE a.invitation_id = i.id
            AND a.state IN ('pending', 'sending', 'printed', 'unknown')))
"""


Place = tuple[str, str]  # a state and a reason
Places = defaultdict[UUID, dict[Place, int]]  # by campaign


@dataclass(frozen=True)
class DayEnd:
    """The balance at the end of one day."""

    day: date
    balance: Balance


@dataclass(frozen=True)
class Count:
    """What counting everybody came to: how many there should be, are, are booked wrongly, or wait for nothing."""

    cohort: int
    people: int
    misbooked: int
    stranded: int


def balance(campaign: Campaign) -> Balance:
    """Where everybody in the cohort is now, from the books: as quick for a million people as for ten.

    Whoever was restricted since the launch is counted for those who may see them and for nobody else, so that no number
    is larger than its list. They still have to be there for it to add up.
    """
    return balances_of([campaign])[campaign.pk]


def balances_of(campaigns: Collection[Campaign]) -> dict[UUID, Balance]:
    """The same for several campaigns at once, by their keys."""
    keys = [campaign.pk for campaign in campaigns]
    booked: Places = defaultdict(dict)
    entries = BalanceEntry.objects.filter(campaign__in=keys).values_list("campaign", "state", "reason").order_by()
    for key, state, reason, people in entries.annotate(booked=Sum("people")):
        booked[key][state, reason] = people
    unseen = _unseen(keys)
    return {
        campaign.pk: _balance(
            (campaign.cohort_size or 0) - sum(unseen[campaign.pk].values()),
            _added(booked[campaign.pk], {place: -people for place, people in unseen[campaign.pk].items()}),
        )
        for campaign in campaigns
    }


def day_by_day(campaign: Campaign, newest: int = 14) -> list[DayEnd]:
    """The balance at the end of each of the newest days on which anybody moved, the newest first; of the whole cohort.

    The cohort of a day is whoever had come into the campaign by then.
    """
    moved = (
        BalanceEntry.objects.filter(campaign=campaign)
        .values_list("day", "state", "reason")
        .annotate(booked=Sum("people"))
        .order_by("day")
    )
    days = [(day, {(s, r): n for _, s, r, n in rows}) for day, rows in groupby(moved, key=lambda row: row[0])]
    sums = accumulate((places for _, places in days), _added)
    ends = [DayEnd(day, _balance(sum(places.values()), places)) for (day, _), places in zip(days, sums, strict=True)]
    return ends[-newest:][::-1]


def count(campaign: Campaign) -> Count:
    """Count everybody, beside the books."""
    with wall.widened("how many people of a campaign are where; names nobody"), connection.cursor() as cursor:
        cursor.execute(COUNT, {"campaign": campaign.pk})
        return Count(*map(int, cursor.fetchone()))


def newest_check(campaign: Campaign) -> BalanceCheck | None:
    """The newest count of the campaign's people, if they were counted yet."""
    return BalanceCheck.objects.filter(campaign=campaign).first()


def off_balance(user: Any) -> QuerySet[Campaign]:
    """Campaigns this person runs whose newest count found them not to balance."""
    newest = BalanceCheck.objects.order_by("campaign_id", "-day").distinct("campaign_id")
    unsound = [check.campaign_id for check in newest if not check.is_sound]
    found: QuerySet[Campaign] = Campaign.objects.visible_to(user).filter(pk__in=unsound)
    return found


def _unseen(keys: list[UUID]) -> Places:
    unseen: Places = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_hidden()")
        (hidden,) = cursor.fetchone()
    if hidden:
        with (
            wall.widened("how many of the cohort the reader may not see; told to nobody, it keeps the balance honest"),
            connection.cursor() as cursor,
        ):
            cursor.execute(UNSEEN, {"campaigns": keys, "hidden": hidden})
            for key, state, reason, people in cursor.fetchall():
                unseen[key][state, reason] = people
    return unseen


def _added(before: dict[Place, int], more: dict[Place, int]) -> dict[Place, int]:
    return {place: before.get(place, 0) + more.get(place, 0) for place in before.keys() | more.keys()}


def _balance(cohort: int, places: dict[Place, int]) -> Balance:
    parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (state, reason), people in sorted(places.items()):
        if people:
            parts[state][reason] = people
    return Balance(
        cohort=cohort,
        invited=sum(parts[State.INVITED].values()),
        excluded=parts[State.EXCLUDED],
        waiting=parts[State.WAITING],
        failed=parts[State.FAILED],
    )
