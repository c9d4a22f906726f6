"""A person's time in shared care: who answers for each aspect of it, how that is handed over, and what they collect."""

from episodes.models.absence import Absence, AbsenceKind, AbsenceQuerySet
from episodes.models.alert import Alert, AlertQuerySet, AlertStatusChange, AlertStep, AlertTelling
from episodes.models.collection import (
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    PharmacyClosure,
)
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
    "Handover",
    "HandoverQuerySet",
    "PharmacyClosure",
    "Responsibility",
    "ResponsibilityCorrection",
    "ResponsibilityQuerySet",
    "from_now_on",
]
