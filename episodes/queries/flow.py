"""How many people went into and out of primary care: month by month, and by the pathway they came on (A15)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils import timezone

from episodes.classification import Pathway
from episodes.lifecycle import TransitionStatus
from episodes.models import Arrangement, Episode, Transition, TransitionQuerySet
from episodes.responsibility import start_of
from episodes.transition import Direction

MONTHS = 12
WAYS = {
    "out": Count("pk", filter=Q(direction=Direction.STEP_UP)),
    "into": Count("pk", filter=Q(direction=Direction.STEP_DOWN)),
    "across": Count("pk", filter=Q(direction=Direction.TRANSFER)),
}


@dataclass(frozen=True)
class Flow:
    """How many people went which way in one month."""

    month: date
    out: int = 0
    into: int = 0
    across: int = 0


@dataclass(frozen=True)
class PathwayFlow:
    """How many people of one pathway came into shared care, went which way in it, and left it, in a year."""

    pathway: Pathway
    came: int
    out: int
    into: int
    across: int
    left: int


def flow(user: Any, today: date) -> list[Flow]:
    """How many people left primary care, came into it, and moved otherwise, month by month for a year, latest first."""
    months = _months_to(today)
    by_month = (
        _accepted(user, months[0])
        .values(month=TruncMonth("answered_at", output_field=models.DateField()))
        .annotate(**WAYS)
    )
    found = {row["month"]: Flow(**row) for row in by_month}
    return [found.get(month, Flow(month)) for month in reversed(months)]


def flow_by_pathway(user: Any, today: date) -> list[PathwayFlow]:
    """The same months as `flow`, all together, by the pathway that was on record for the person on the day.

    With how many people came into shared care and left it. Whoever has no arrangement on record is on no pathway.
    """
    since = _months_to(today)[0]
    seen = Episode.objects.wholly_visible_to(user)
    came = _counted(
        seen.filter(started_on__gte=since, started_on__lte=today), "pk", "started_on", {"came": Count("pk")}
    )
    left = _counted(seen.filter(ended_on__gte=since, ended_on__lte=today), "pk", "ended_on", {"left": Count("pk")})
    moves = _accepted(user, since).annotate(day=TruncDate("answered_at", output_field=DateField()))
    moved = _counted(moves, "episode", "day", WAYS)
    nothing = {"came": 0, "out": 0, "into": 0, "across": 0, "left": 0}
    return [
        PathwayFlow(each, **{**nothing, **came.get(each, {}), **moved.get(each, {}), **left.get(each, {})})
        for each in Pathway
    ]


def _counted(rows: models.QuerySet[Any], episode: str, day: str, counts: dict[str, Count]) -> dict[str, dict[str, int]]:
    """The counts by the pathway of the arrangement of that day, or of the first after it."""
    standing = Arrangement.objects.standing().filter(episode=OuterRef(episode))
    held = standing.filter(starts_on__lte=OuterRef(day)).order_by("-starts_on").values("pathway")[:1]
    later = standing.order_by("starts_on").values("pathway")[:1]
    typed = rows.order_by().annotate(held=Subquery(held), later=Subquery(later))
    pathway = Coalesce("held", "later", Value(Pathway.NONE.value))
    grouped = typed.annotate(on_pathway=pathway).values("on_pathway").annotate(**counts)
    return {row.pop("on_pathway"): row for row in grouped}


def _accepted(user: Any, since: date) -> TransitionQuerySet:
    """The moves accepted since a day, of the people this person may see."""
    begins = start_of(since, timezone.get_current_timezone())
    found: TransitionQuerySet = Transition.objects.visible_to(user).filter(
        status=TransitionStatus.ACCEPTED, answered_at__gte=begins
    )
    return found.order_by()


def _months_to(day: date) -> list[date]:
    """The first days of the last months, that of this day last."""
    last = day.year * 12 + day.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]
