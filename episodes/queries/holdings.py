"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from episodes.models import (
    Agreement,
    AgreementCopy,
    AgreementParty,
    AgreementStatusChange,
    Episode,
    EpisodeStatusChange,
    Responsibility,
)

HOLDINGS = (
    Holding(Episode, "Your times in shared care"),
    Holding(EpisodeStatusChange, "What changed in your shared care", of="episode__patient_id"),
    Holding(Responsibility, "Who answered for your care", of="episode__patient_id"),
    Holding(Agreement, "The agreements about your shared care"),
    Holding(AgreementParty, "Who was party to your agreements, and who signed", skip=("position", "terms_hash")),
    Holding(AgreementStatusChange, "What became of your agreements"),
    Holding(AgreementCopy, "Agreements that were printed", file="pdf"),
)
