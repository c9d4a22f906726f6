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
from episodes.models.caseload_review import (
    CaseloadReview,
    CaseloadReviewItem,
    CaseloadReviewItemQuerySet,
    CaseloadReviewQuerySet,
)
from episodes.models.collection import (
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    PharmacyClosure,
)
from episodes.models.contact_route import ContactRoute
from episodes.models.episode import Complexity, Episode, EpisodeQuerySet, EpisodeStatusChange
from episodes.models.exchange import Exchange, ExchangeQuerySet
from episodes.models.handover import Handover, HandoverQuerySet
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
    "CaseloadReview",
    "CaseloadReviewItem",
    "CaseloadReviewItemQuerySet",
    "CaseloadReviewQuerySet",
    "Collection",
    "CollectionArrangement",
    "CollectionRule",
    "Complexity",
    "ContactRoute",
    "CopyVariant",
    "Episode",
    "EpisodeQuerySet",
    "EpisodeStatusChange",
    "Exchange",
    "ExchangeQuerySet",
    "Handover",
    "HandoverQuerySet",
    "PharmacyClosure",
    "Responsibility",
    "ResponsibilityCorrection",
    "ResponsibilityQuerySet",
    "Support",
    "SupportQuerySet",
    "from_now_on",
]
