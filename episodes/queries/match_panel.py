"""What the Person page shows of how care fits whoever prescribes, and of the move that waits."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from episodes import match
from episodes.lifecycle import TransitionStatus
from episodes.models import ComplexityChange, Episode, Responsibility, Transition
from episodes.queries.match import facts_of
from episodes.queries.panel import ResponsibilityPanel
from patients.models import Patient
from practices.models import TierAward
from schemes.aspects import COORDINATION, PRESCRIBING
from schemes.models import Protocol


@dataclass(frozen=True)
class MatchPanel:
    """How complex care is and since when, whether that fits, what waits, and whether the reader may change it."""

    episode: Episode
    steady_since: date
    said: str
    waiting: Transition | None
    may_change: bool
    today: date

    @property
    def kind(self) -> str:
        """How loudly the panel is shown."""
        return "warning" if self.said else ""


def match_panel(patient: Patient, now: datetime, responsible: ResponsibilityPanel) -> MatchPanel | None:
    """Beside what the panel of responsibilities has read already: one statement; nothing without an open episode."""
    if responsible.episode is None:
        return None
    today = timezone.localdate(now)
    present = _prescriber(responsible)
    award = TierAward.objects.held_on(today).filter(professional=present.holder_id if present else None)
    since = ComplexityChange.objects.filter(episode=OuterRef("pk")).values("since")
    protocols = Protocol.objects.filter(scheme=OuterRef("scheme"))
    in_force, first = protocols.begun_by(today), protocols.order_by("number")
    found = (
        Episode.objects.filter(pk=responsible.episode.pk)
        .annotate(
            tier=Coalesce(Subquery(award.values("tier")[:1]), Value("")),
            steady_since=Coalesce(Subquery(since[:1]), "started_on"),
            weeks=Coalesce(Subquery(in_force.values("stable_weeks")[:1]), Subquery(first.values("stable_weeks")[:1])),
            waiting=FilteredRelation("transitions", condition=Q(transitions__status=TransitionStatus.OFFERED)),
        )
        .select_related("waiting__receiver", "waiting__to_place")  # type: ignore[misc]  # the relation just named
        .get()
    )
    return MatchPanel(
        episode=responsible.episode,
        steady_since=found.steady_since,
        said=_said(present, patient, found, today) if present else "",
        waiting=getattr(found, "waiting", None),
        may_change=responsible.may_assign,
        today=today,
    )


def _prescriber(responsible: ResponsibilityPanel) -> Responsibility | None:
    held = {line.aspect.code: line.responsibility for line in responsible.lines}
    return held.get(PRESCRIBING) or held.get(COORDINATION)


def _said(present: Responsibility, patient: Patient, found: Episode, today: date) -> str:
    facts = facts_of(
        present,
        patient,
        tier=found.tier,  # type: ignore[attr-defined]  # annotated above
        complexity=found.complexity,
        since=found.steady_since,  # type: ignore[attr-defined]
        settled_before=match.settled_before(today, found.weeks),  # type: ignore[attr-defined]
    )
    return match.said(facts)
