"""A person's time in shared care, who answers for each aspect of it at any moment, and how it is handed over."""

from episodes.models.absence import Absence, AbsenceKind, AbsenceQuerySet
from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.handover import Handover, HandoverQuerySet
from episodes.models.responsibility import (
    Responsibility,
    ResponsibilityCorrection,
    ResponsibilityQuerySet,
    from_now_on,
)

__all__ = [
    "Absence",
    "AbsenceKind",
    "AbsenceQuerySet",
    "Complexity",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Handover",
    "HandoverQuerySet",
    "Responsibility",
    "ResponsibilityCorrection",
    "ResponsibilityQuerySet",
    "from_now_on",
]
