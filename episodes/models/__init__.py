"""A person's time in shared care, and who answers for each aspect of it at any moment."""

from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.responsibility import Responsibility, ResponsibilityQuerySet

__all__ = [
    "Complexity",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Responsibility",
    "ResponsibilityQuerySet",
]
