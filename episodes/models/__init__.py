"""A person's time in shared care: who answers for what and hands it over, the agreement, and what they collect."""

from episodes.complexity import Complexity
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
from episodes.models.arrangement import FACTS, Arrangement, CareArrangementQuerySet, ToldHow, ToldOwnGp
from episodes.models.caseload_review import (
    CaseloadReview,
    CaseloadReviewItem,
    CaseloadReviewItemQuerySet,
    CaseloadReviewQuerySet,
)
from episodes.models.clinical_query import ClinicalQuery, ClinicalQueryQuerySet, ClinicalQueryStatusChange
from episodes.models.collection import (
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    PharmacyClosure,
)
from episodes.models.complexity import ComplexityChange
from episodes.models.contact_route import ContactRoute
from episodes.models.episode import Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.exchange import Exchange, ExchangeQuerySet
from episodes.models.handover import Handover, HandoverQuerySet
from episodes.models.knowledge import KnowledgeArticle, KnowledgeArticleQuerySet, KnowledgeArticleStatusChange
from episodes.models.responsibility import Responsibility, ResponsibilityCorrection, ResponsibilityQuerySet, from_now_on
from episodes.models.support import Support, SupportQuerySet
from episodes.models.transition import Transition, TransitionQuerySet

__all__ = [
    "FACTS",
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
    "Arrangement",
    "ArrangementQuerySet",
    "CareArrangementQuerySet",
    "CaseloadReview",
    "CaseloadReviewItem",
    "CaseloadReviewItemQuerySet",
    "CaseloadReviewQuerySet",
    "ClinicalQuery",
    "ClinicalQueryQuerySet",
    "ClinicalQueryStatusChange",
    "Collection",
    "CollectionArrangement",
    "CollectionRule",
    "Complexity",
    "ComplexityChange",
    "ContactRoute",
    "CopyVariant",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Exchange",
    "ExchangeQuerySet",
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
    "ToldHow",
    "ToldOwnGp",
    "Transition",
    "TransitionQuerySet",
    "from_now_on",
]
