"""How well a campaign went: who was reached, answered and came, as a whole and by how and whom (H16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.utils import timezone

from recall import survival
from recall.answering import RESPONDED
from recall.lifecycle import Status
from recall.models import Campaign, Wording
from recall.queries import statements
from recall.queries.finding import AGE_BAND
from recall.survival import Drop, Wait
from recall.telling import WAYS

# Everybody who was to be invited, with what came of it. Parameters: campaigns, responded, today.
FACTS = f"""
WITH mine AS (
    SELECT i.id, i.campaign_id, i.state = 'invited' AS is_reached,
        (i.invited_at AT TIME ZONE 'Europe/London')::date AS invited_on, o.name AS practice, {AGE_BAND} AS age_band
    FROM recall_invitation i JOIN patients_patient p ON p.id = i.patient_id
        JOIN practices_organisation o ON o.id = i.practice_id
    WHERE i.campaign_id = ANY(%(campaigns)s) AND i.state <> 'excluded'
), answers AS (
    SELECT invitation_id, min(answered_on) AS answered_on, bool_or(response = 'booked') AS is_booked
    FROM recall_answer WHERE response = ANY(%(responded)s) AND invitation_id IN (SELECT id FROM mine) GROUP BY 1
), tries AS (
    SELECT a.invitation_id, (array_agg(a.channel ORDER BY a.sequence))[1] AS channel,
        (array_agg(a.wording_id ORDER BY a.sequence))[1] AS wording,
        count(*) FILTER (WHERE answered_on IS NULL
            OR (a.settled_at AT TIME ZONE 'Europe/London')::date <= answered_on) AS made
    FROM recall_invitationattempt a LEFT JOIN answers USING (invitation_id)
    WHERE a.campaign_id = ANY(%(campaigns)s) AND a.state = 'accepted' GROUP BY 1
), appointments AS (
    SELECT b.invitation_id, bool_or(o.outcome = 'attended') AS is_attended
    FROM recall_booking b JOIN recall_bookingoutcome o ON o.booking_id = b.id
    WHERE b.invitation_id IN (SELECT id FROM mine) GROUP BY 1
), facts AS (
    SELECT mine.*, channel, wording::text, greatest(coalesce(made, 0), 1) AS made, answered_on,
        is_reached AND answered_on IS NOT NULL AS is_answered, is_reached AND coalesce(is_booked, false) AS is_booked,
        is_reached AND coalesce(is_attended, false) AS is_attended
    FROM mine LEFT JOIN answers ON answers.invitation_id = mine.id
        LEFT JOIN tries ON tries.invitation_id = mine.id
        LEFT JOIN appointments ON appointments.invitation_id = mine.id
)
"""
FIGURES = """count(*), count(*) FILTER (WHERE is_reached), count(*) FILTER (WHERE is_answered),
    count(*) FILTER (WHERE is_booked), count(*) FILTER (WHERE is_attended)"""
GROUPS = f"""{FACTS}
SELECT aspect, value, {FIGURES} FROM facts, LATERAL (VALUES ('', ''), ('Practice', practice), ('First by', channel),
    ('Wording', wording), ('Age', age_band)) AS v(aspect, value)
WHERE value IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
WAITS = f"""{FACTS}
SELECT made, greatest(coalesce(answered_on, %(until)s::date) - invited_on, 0), is_answered, count(*)
FROM facts WHERE is_reached GROUP BY 1, 2, 3
"""
ASPECTS = ("First by", "Wording", "Age", "Practice")
YOUNGEST = "Under 25"
BY_ROUND = f"{FACTS} SELECT campaign_id, {FIGURES} FROM facts GROUP BY 1"
# Every round that this one follows, or that follows it.
CHAIN = """
WITH RECURSIVE chain AS (
    SELECT id, follows_id FROM recall_campaign WHERE id = %(campaign)s
    UNION SELECT c.id, c.follows_id FROM recall_campaign c JOIN chain ON c.id = chain.follows_id
        OR c.follows_id = chain.id
)
SELECT id FROM chain
"""


@dataclass(frozen=True)
class Figures:
    """How many people were to be invited, and of them were reached, answered, booked and came."""

    wanted: int = 0
    reached: int = 0
    answered: int = 0
    booked: int = 0
    attended: int = 0


@dataclass(frozen=True)
class Group:
    """The figures of people who have something in common."""

    aspect: str
    label: str
    figures: Figures


@dataclass(frozen=True)
class Quality:
    """A campaign as a whole and group by group; how many had answered after so many invitations; the curve of silence.

    `last_day` is how many days the longest-waiting person has been watched.
    """

    figures: Figures
    groups: list[Group]
    answered_after: list[tuple[int, int]]
    drops: list[Drop]
    last_day: int

    @property
    def median(self) -> int | None:
        return survival.median(self.drops)


def quality(campaign: Campaign, today: date) -> Quality:
    """Work out how well a campaign went, until today or until it ended; two statements and one for the wordings."""
    given = _given([campaign.pk]) | {"until": _until(campaign, today)}
    found = statements.rows(GROUPS, given | {"today": today})
    waits = statements.rows(WAITS, given | {"today": today})
    people = [Wait(days, answered, number) for _, days, answered, number in waits]
    whole = next((Figures(*numbers) for aspect, _, *numbers in found if not aspect), Figures())
    return Quality(
        figures=whole,
        groups=_groups(found),
        answered_after=_answered_after((made, number) for made, _, answered, number in waits if answered),
        drops=survival.curve(people),
        last_day=max((wait.days for wait in people), default=0),
    )


def rounds_of(campaign: Campaign, today: date) -> list[tuple[Campaign, Figures]]:
    """The campaign, the rounds before and after it that were launched, each with its figures, the oldest first."""
    keys = [key for (key,) in statements.rows(CHAIN, {"campaign": campaign.pk})]
    figures = {key: Figures(*numbers) for key, *numbers in statements.rows(BY_ROUND, _given(keys) | {"today": today})}
    rounds = Campaign.objects.filter(pk__in=keys, launched_at__isnull=False).order_by("launched_at")
    return [(each, figures.get(each.pk, Figures())) for each in rounds]


def _given(campaigns: Sequence[UUID]) -> dict[str, Any]:
    return {"campaigns": list(campaigns), "responded": [str(response) for response in RESPONDED]}


def _until(campaign: Campaign, today: date) -> date:
    """Until when anybody was watched: today, or the day on which the campaign ended."""
    if campaign.status == Status.RUNNING:
        return today
    last = campaign.changes.last()
    return timezone.localdate(last.at) if last else today


def _groups(found: Sequence[tuple[Any, ...]]) -> list[Group]:
    words = _wordings([value for aspect, value, *_ in found if aspect == "Wording"])
    labels = {("First by", way): label for way, label in WAYS} | words
    groups = [
        Group(aspect, labels.get((aspect, value), value), Figures(*numbers))
        for aspect, value, *numbers in found
        if aspect
    ]
    return sorted(groups, key=lambda group: (ASPECTS.index(group.aspect), group.label != YOUNGEST, group.label))


def _wordings(keys: list[str]) -> dict[tuple[str, str], str]:
    found = Wording.objects.filter(pk__in=keys)
    return {("Wording", str(wording.pk)): str(wording) for wording in found}


def _answered_after(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """How many people had answered after one invitation, after two, and so on."""
    counts: dict[int, int] = {}
    for made, people in found:
        counts[made] = counts.get(made, 0) + people
    most = max(counts, default=0)
    return list(enumerate(accumulate(counts.get(number, 0) for number in range(1, most + 1)), start=1))
