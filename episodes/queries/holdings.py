"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from episodes.models import Episode, EpisodeStatusChange, Handover, Responsibility, ResponsibilityCorrection

HOLDINGS = (
    Holding(Episode, "Your times in shared care"),
    Holding(EpisodeStatusChange, "What changed in your shared care", of="episode__patient_id"),
    Holding(Responsibility, "Who answered for your care", of="episode__patient_id"),
    Holding(Handover, "How your care was handed over", skip=("link",)),
    Holding(ResponsibilityCorrection, "What was put right about who answered for your care"),
)
