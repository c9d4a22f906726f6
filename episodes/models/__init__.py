"""A person's time in shared care, and who answers for each aspect of it at any moment."""

from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.responsibility import (
    Responsibility,
    ResponsibilityCorrection,
    ResponsibilityQuerySet,
    from_now_on,
)

__all__ = [
    "Complexity",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Responsibility",
    "ResponsibilityCorrection",
    "ResponsibilityQuerySet",
    "from_now_on",
]
