"""A person's time in shared care: who answers for what and hands it over, the agreement, and what they collect."""

from episodes.models.absence import Absence, AbsenceKind, AbsenceQuerySet
from episodes.models.agreement import (
    Agreement,
    AgreementCopy,
    AgreementParty,
    AgreementQuerySet,
    AgreementStatusChange,
    AnswerHow,
    CopyVariant,
)
from episodes.models.alert import Alert, AlertQuerySet, AlertStatusChange, AlertStep, AlertTelling
from episodes.models.clinical_query import ClinicalQuery, ClinicalQueryQuerySet, ClinicalQueryStatusChange
from episodes.models.collection import (
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    PharmacyClosure,
)
from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.handover import Handover, HandoverQuerySet
from episodes.models.knowledge import KnowledgeArticle, KnowledgeArticleQuerySet, KnowledgeArticleStatusChange
from episodes.models.responsibility import Responsibility, ResponsibilityCorrection, ResponsibilityQuerySet, from_now_on
from episodes.models.support import Support, SupportQuerySet

__all__ = [
    "Absence",
    "AbsenceKind",
    "AbsenceQuerySet",
    "Agreement",
    "AgreementCopy",
    "AgreementParty",
    "AgreementQuerySet",
    "AgreementStatusChange",
    "Alert",
    "AlertQuerySet",
    "AlertStatusChange",
    "AlertStep",
    "AlertTelling",
    "AnswerHow",
    "ArrangementQuerySet",
    "ClinicalQuery",
    "ClinicalQueryQuerySet",
    "ClinicalQueryStatusChange",
    "Collection",
    "CollectionArrangement",
    "CollectionRule",
    "Complexity",
    "CopyVariant",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Handover",
    "HandoverQuerySet",
    "KnowledgeArticle",
    "KnowledgeArticleQuerySet",
    "KnowledgeArticleStatusChange",
    "PharmacyClosure",
    "Responsibility",
    "ResponsibilityCorrection",
    "ResponsibilityQuerySet",
    "Support",
    "SupportQuerySet",
    "from_now_on",
]
