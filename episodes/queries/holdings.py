"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from episodes.models import (
    Agreement,
    AgreementCopy,
    AgreementParty,
    AgreementStatusChange,
    Alert,
    AlertStatusChange,
    AlertStep,
    AlertTelling,
    CaseloadReviewItem,
    Collection,
    CollectionArrangement,
    Episode,
    EpisodeStatusChange,
    Exchange,
    Handover,
    Responsibility,
    ResponsibilityCorrection,
    Support,
)

HOLDINGS = (
    Holding(Episode, "Your times in shared care"),
    Holding(EpisodeStatusChange, "What changed in your shared care", of="episode__patient_id"),
    Holding(Responsibility, "Who answered for your care", of="episode__patient_id"),
    Holding(Support, "Who supported them", of="episode__patient_id"),
    Holding(Handover, "How your care was handed over", skip=("link",)),
    Holding(ResponsibilityCorrection, "What was put right about who answered for your care"),
    Holding(CollectionArrangement, "Where and when you collect", of="episode__patient_id"),
    Holding(Collection, "What you collected", of="arrangement__episode__patient_id"),
    Holding(Alert, "When somebody was asked to look after you", of="episode__patient_id"),
    Holding(AlertStatusChange, "What they did about it", of="alert__episode__patient_id"),
    Holding(AlertStep, "Who was to be told, and when", of="alert__episode__patient_id"),
    Holding(AlertTelling, "Who was told", of="step__alert__episode__patient_id", skip=("notice",)),
    Holding(Agreement, "The agreements about your shared care"),
    Holding(AgreementParty, "Who was party to your agreements, and who signed", skip=("position", "terms_hash")),
    Holding(AgreementStatusChange, "What became of your agreements"),
    Holding(Exchange, "What those who treat you told one another"),
    Holding(CaseloadReviewItem, "What came of it when your GP’s list was gone through"),
    Holding(AgreementCopy, "Agreements that were printed", file="pdf"),
)
