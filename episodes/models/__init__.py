"""A person's time in shared care, who answers for each aspect of it at any moment, and what they collect."""

from episodes.models.alert import Alert, AlertQuerySet, AlertStatusChange, AlertStep, AlertTelling
from episodes.models.collection import (
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    PharmacyClosure,
)
from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.responsibility import Responsibility, ResponsibilityQuerySet

__all__ = [
    "Alert",
    "AlertQuerySet",
    "AlertStatusChange",
    "AlertStep",
    "AlertTelling",
    "ArrangementQuerySet",
    "Collection",
    "CollectionArrangement",
    "CollectionRule",
    "Complexity",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "PharmacyClosure",
    "Responsibility",
    "ResponsibilityQuerySet",
]
