"""What the Person page shows of shared care, and how an episode came to be where it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.roles import Permission
from episodes.lifecycle import LIFE, Move
from episodes.models import Episode, EpisodeStatusChange
from episodes.queries.handover import offers_in
from episodes.queries.matrix import AspectNow, responsibilities_at
from patients.models import Patient
from patients.permissions import holds_for
from schemes.aspects import COORDINATION


@dataclass(frozen=True)
class ResponsibilityPanel:
    """What the Person page shows of this app: the open episode, if any, and its matrix; and what may be done."""

    episode: Episode | None
    lines: Sequence[AspectNow]
    may_assign: bool = False
    may_move: bool = False

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


def responsibility_panel(patient: Patient, now: datetime, user: Any = None) -> ResponsibilityPanel:
    """The matrix of the person's open episode as at a moment; links to change it only for a `user` who may."""
    episode = Episode.objects.open().filter(patient=patient).first()
    if episode is None:
        return ResponsibilityPanel(None, [])
    offers = offers_in(episode, now)
    lines = [replace(line, offer=offers.get(line.aspect.pk)) for line in responsibilities_at(episode, now)]
    return ResponsibilityPanel(
        episode,
        lines,
        may_assign=user is not None and holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient),
        may_move=user is not None and holds_for(user, Permission.END_SHARED_CARE, patient),
    )


def status_changes(episode: Episode) -> QuerySet[EpisodeStatusChange]:
    """How the episode came to be where it is, first to last."""
    return episode.changes.select_related("by")
