"""A person's time in shared care, who answers for each aspect of it at any moment, and what was agreed in writing."""

from episodes.models.agreement import (
    Agreement,
    AgreementCopy,
    AgreementParty,
    AgreementQuerySet,
    AgreementStatusChange,
    AnswerHow,
    CopyVariant,
)
from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.responsibility import Responsibility, ResponsibilityQuerySet

__all__ = [
    "Agreement",
    "AgreementCopy",
    "AgreementParty",
    "AgreementQuerySet",
    "AgreementStatusChange",
    "AnswerHow",
    "Complexity",
    "CopyVariant",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Responsibility",
    "ResponsibilityQuerySet",
]
