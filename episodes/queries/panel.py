"""What the Person page shows of shared care, and how an episode came to be where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from episodes import picture
from episodes.gaps import Why
from episodes.lifecycle import LIFE, Move
from episodes.models import Episode, EpisodeStatusChange, Responsibility, Support
from episodes.queries.gaps import GapLine, gaps_in
from episodes.queries.handover import offers_in
from episodes.queries.matrix import AspectNow, responsibility_history, support_at
from patients.models import Patient
from patients.permissions import holds_for
from schemes import queries as schemes
from schemes.aspects import COORDINATION, is_needed
from ui.charts import TimeLine

LOOKS_BACK, LOOKS_AHEAD = timedelta(days=365), timedelta(days=28)


@dataclass(frozen=True)
class ResponsibilityPanel:
    """What the Person page shows of this app: the open episode, if any, its matrix and history; what may be done."""

    episode: Episode | None
    lines: Sequence[AspectNow]
    may_assign: bool = False
    may_move: bool = False
    rows: Sequence[Responsibility] = ()
    gaps: Sequence[GapLine] = ()

    @property
    def nobody(self) -> int:
        """How many aspects nobody answers for though somebody must."""
        return sum(line.is_gap for line in self.lines)

    @property
    def coordinator(self) -> AspectNow | None:
        return next((line for line in self.lines if line.aspect.code == COORDINATION), None)

    @property
    def moves(self) -> list[Move]:
        """The buttons; ending belongs to the plan, which ends with it."""
        if self.episode is None or not self.may_move:
            return []
        return [Move(move) for move in LIFE.moves_from(self.episode.status) if move != Move.END]

    @property
    def wrong(self) -> list[str]:
        """What is wrong now with somebody who answers, in words; that nobody does is counted by `nobody`."""
        return [f"{line.aspect}: {line.said}." for line in self.gaps if line.is_now and line.why != Why.NOBODY]

    @property
    def coming(self) -> list[GapLine]:
        return [line for line in self.gaps if not line.is_now]

    @property
    def team(self) -> list[tuple[Responsibility, list[str]]]:
        """Who answers now, each once, with what for."""
        found: dict[Any, tuple[Responsibility, list[str]]] = {}
        for line in self.lines:
            if line.responsibility:
                found.setdefault(line.responsibility.holder_id, (line.responsibility, []))[1].append(line.aspect.name)
        return list(found.values())

    @property
    def supporters(self) -> list[Support]:
        return [each for line in self.lines for each in line.support]

    @property
    def chart(self) -> TimeLine | None:
        """The last year and the days ahead as a picture."""
        if self.episode is None or not self.lines:
            return None
        today, complexity = timezone.localdate(), self.episode.complexity
        return picture.time_line(
            [line.aspect for line in self.lines],
            self.rows,
            begins=max(self.episode.started_on, today - LOOKS_BACK),
            ends=today + LOOKS_AHEAD,
            today=today,
            zone=timezone.get_current_timezone(),
            needed=lambda aspect: is_needed(aspect.code, complexity),
        )


def open_episode(patient: Patient) -> Episode | None:
    """The person's open episode, with the person as they are at hand."""
    episode: Episode | None = Episode.objects.open().filter(patient=patient).first()
    if episode:
        episode.patient = patient
    return episode


def responsibility_panel(episode: Episode | None, now: datetime, user: Any = None) -> ResponsibilityPanel:
    """The matrix of the open episode as at a moment; links to change it only for a `user` who may."""
    if episode is None:
        return ResponsibilityPanel(None, [])
    rows, offers = list(responsibility_history(episode)), offers_in(episode, now)
    holders = {row.aspect_id: row for row in rows if now in row.held}
    aspects = schemes.aspects_on(episode.scheme_id, timezone.localdate(now))
    support = support_at(episode, now)
    # Whoever opens the page sees the person; it is asked once whether that is for an emergency only.
    may = user is not None and holds_for(user, Permission.ASSIGN_RESPONSIBILITY, episode.patient)
    return ResponsibilityPanel(
        episode,
        [
            AspectNow(each, holders.get(each.pk), episode.complexity, offers.get(each.pk), support.get(each.pk, ()))
            for each in aspects
        ],
        may_assign=may,
        may_move=may and holds(user, Permission.END_SHARED_CARE),
        rows=rows,
        gaps=list(gaps_in(episode, now).values()),
    )


def status_changes(episode: Episode) -> QuerySet[EpisodeStatusChange]:
    """How the episode came to be where it is, first to last."""
    return episode.changes.select_related("by")
