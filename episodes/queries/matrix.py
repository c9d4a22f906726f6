"""Who answers for what, now and at any moment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Func, QuerySet, Value
from django.utils import timezone

from episodes.models import Episode, Responsibility
from practices.models import Professional
from schemes import queries as schemes
from schemes.aspects import COORDINATION
from schemes.models import CareAspect


@dataclass(frozen=True)
class AspectNow:
    """One line of the matrix: an aspect of care and who answers for it now, None for nobody."""

    aspect: CareAspect
    responsibility: Responsibility | None

    @property
    def holder(self) -> Professional | None:
        return self.responsibility.holder if self.responsibility else None

    @property
    def since(self) -> datetime | None:
        return self.responsibility.held.lower if self.responsibility else None


def coordination_on(scheme_id: UUID, day: date) -> CareAspect | None:
    """The aspect whose holder is the care co-ordinator, when the scheme's list has it that day."""
    found: CareAspect | None = schemes.aspects_on(scheme_id, day).filter(code=COORDINATION).first()
    return found


def responsibilities_now(episode: Episode) -> list[AspectNow]:
    """The matrix: every aspect in force today and who answers for it, nobody included (B1)."""
    return _matrix(episode, episode.responsibilities.held_now(), timezone.localdate())


def responsibilities_at(episode: Episode, moment: datetime) -> list[AspectNow]:
    """The same as it stood at a moment: the aspects of that day, nobody included."""
    return _matrix(episode, episode.responsibilities.held_at(moment), timezone.localdate(moment))


def _matrix(episode: Episode, held: QuerySet[Responsibility], day: date) -> list[AspectNow]:
    holders = {row.aspect_id: row for row in _with_people(held)}
    return [AspectNow(aspect, holders.get(aspect.pk)) for aspect in schemes.aspects_on(episode.scheme_id, day)]


def holder_at(episode: Episode, aspect: CareAspect, moment: datetime) -> Professional | None:
    """Who answered for the aspect at that moment, or nobody. There is one answer (B7)."""
    found = episode.responsibilities.held_at(moment).filter(aspect=aspect).select_related("holder").first()
    return found.holder if found else None


def responsibility_history(episode: Episode) -> QuerySet[Responsibility]:
    """Everybody who ever answered for anything in this episode: by aspect, latest first."""
    return _with_people(episode.responsibilities.all()).select_related("assigned_by")


def _with_people(responsibilities: QuerySet[Responsibility]) -> QuerySet[Responsibility]:
    return responsibilities.select_related("aspect", "holder", "organisation")


def care_coordinator(episode: Episode) -> Responsibility | None:
    """The one named person who co-ordinates this person's care now."""
    return _with_people(episode.responsibilities.held_now()).filter(aspect__code=COORDINATION).first()


def last_begun(episode: Episode) -> datetime | None:
    """When somebody last began to answer for something that is still theirs."""
    newest = episode.responsibilities.held_now().order_by("-held__startswith").first()
    return newest.held.lower if newest else None


def close_responsibilities(episode: Episode, moment: datetime) -> int:
    """One statement: whoever answers for anything in the episode stops at the moment."""
    until = Func(F("held__startswith"), Value(moment), function="tstzrange")
    return episode.responsibilities.held_now().update(held=until)
