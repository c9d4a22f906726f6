"""Who answers for what, now and at any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, Func, Max, OuterRef, QuerySet, Value
from django.utils import timezone

from episodes.models import Complexity, Episode, Handover, Responsibility, ResponsibilityCorrection, Support
from practices.models import Post, Professional
from schemes import aspects
from schemes import queries as schemes
from schemes.aspects import COORDINATION
from schemes.models import CareAspect

OF_A_HOLDER = [field.attname for field in Professional._meta.concrete_fields]
HOLDER_AT = f"SELECT {', '.join(OF_A_HOLDER)} FROM episodes_holder_at(%s, %s, %s, %s)"


@dataclass(frozen=True)
class AspectNow:
    """One line of the matrix: an aspect of care and who answers for it now, None for nobody."""

    aspect: CareAspect
    responsibility: Responsibility | None
    complexity: str = Complexity.STABLE
    offer: Handover | None = None
    support: Sequence[Support] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nobody answers for it though somebody must: a case manager only where care is complex (B10)."""
        return self.responsibility is None and aspects.is_needed(self.aspect.code, self.complexity)

    @property
    def holder(self) -> Professional | None:
        return self.responsibility.holder if self.responsibility else None

    @property
    def until(self) -> datetime | None:
        """When somebody else is to answer for it again, where this is a delegation."""
        return self.responsibility.held.upper if self.responsibility else None

    @property
    def since(self) -> datetime | None:
        return self.responsibility.held.lower if self.responsibility else None


def coordination_on(scheme_id: UUID, day: date) -> CareAspect | None:
    """The aspect whose holder is the care co-ordinator, when the scheme's list has it that day."""
    found: CareAspect | None = schemes.aspects_on(scheme_id, day).filter(code=COORDINATION).first()
    return found


def responsibilities_now(episode: Episode) -> list[AspectNow]:
    """The matrix: every aspect in force today and who answers for it, nobody included (B1)."""
    return responsibilities_at(episode, timezone.now())


def responsibilities_at(episode: Episode, moment: datetime, known_on: datetime | None = None) -> list[AspectNow]:
    """The same as it stood at a moment: the aspects of that day, nobody included; as it was known then, when asked."""
    rows = episode.responsibilities.all()
    held = rows.as_known_on(known_on).filter(held__contains=moment) if known_on else rows.held_at(moment)
    holders = {row.aspect_id: row for row in _with_people(held)}
    listed = schemes.aspects_on(episode.scheme_id, timezone.localdate(moment))
    support = support_at(episode, moment)
    return [
        AspectNow(aspect, holders.get(aspect.pk), episode.complexity, support=support.get(aspect.pk, ()))
        for aspect in listed
    ]


def support_at(episode: Episode, moment: datetime) -> dict[UUID, list[Support]]:
    """By aspect, who supported it at that moment. Whoever had no post any more on that day supported nobody."""
    posted = Post.objects.held_on(timezone.localdate(moment)).filter(professional=OuterRef("supporter"))
    rows = (
        episode.supports.lasting_at(moment).filter(Exists(posted)).select_related("supporter", "organisation", "aspect")
    )
    found: dict[UUID, list[Support]] = {}
    for row in rows:
        found.setdefault(row.aspect_id, []).append(row)
    return found


def holding(episode: Episode, aspect: CareAspect, moment: datetime) -> Responsibility | None:
    """The row of whoever answers for the aspect at that moment."""
    found: Responsibility | None = _with_people(episode.responsibilities.held_at(moment)).filter(aspect=aspect).first()
    return found


def holder_at(
    episode: Episode, aspect: CareAspect, moment: datetime, known_on: datetime | None = None
) -> Professional | None:
    """Who answered for the aspect at that moment, or nobody. There is one answer (B7), and one as it was known then.

    The database keeps this question ready (`episodes/migrations/0020_holder_at.py`): asked afresh, most of its time
    would go into planning the wall.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDER_AT, [episode.pk, aspect.pk, moment, known_on])
        found = cursor.fetchone()
    return Professional.from_db(connection.alias, OF_A_HOLDER, found) if found else None


def responsibility_history(episode: Episode) -> QuerySet[Responsibility]:
    """Everybody who ever answered for anything in this episode, as we know it today: by aspect, latest first."""
    return _with_people(episode.responsibilities.believed()).select_related("assigned_by", "correction")


def corrections(episode: Episode) -> QuerySet[ResponsibilityCorrection]:
    """Where the record was put right, latest first."""
    return episode.corrections.select_related("aspect", "corrected_by")


def _with_people(responsibilities: QuerySet[Responsibility]) -> QuerySet[Responsibility]:
    return responsibilities.select_related("aspect", "holder", "organisation")


def care_coordinator(episode: Episode) -> Responsibility | None:
    """The one named person who co-ordinates this person's care now."""
    return _with_people(episode.responsibilities.held_now()).filter(aspect__code=COORDINATION).first()


def last_begun(episode: Episode, now: datetime) -> datetime | None:
    """When somebody last began to answer for something."""
    begun = episode.responsibilities.believed().filter(held__startswith__lte=now)
    found: datetime | None = begun.aggregate(last=Max("held__startswith"))["last"]
    return found


def close_responsibilities(rows: Iterable[Responsibility], now: datetime) -> None:
    """Whoever answers in these rows stops now."""
    until = Func(F("held__startswith"), Value(now), function="tstzrange")
    Responsibility.objects.filter(pk__in=[row.pk for row in rows]).update(held=until)


def stop_believing(rows: Iterable[Responsibility], now: datetime) -> None:
    """Keep the rows, and that we believed them until now."""
    until = Func(F("known__startswith"), Value(now), function="tstzrange")
    Responsibility.objects.filter(pk__in=[row.pk for row in rows]).update(known=until)
