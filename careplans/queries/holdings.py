"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from careplans.models import CarePlan, Goal, Handout, PlanAction, PlanVersion, Review

HOLDINGS = (
    Holding(CarePlan, "Your care plans"),
    Holding(PlanVersion, "The versions of your care plans", of="plan__patient_id"),
    Holding(Goal, "Your goals", of="version__plan__patient_id"),
    Holding(PlanAction, "What was to be done for your goals", of="goal__version__plan__patient_id"),
    Holding(Review, "Your reviews"),
    Holding(Handout, "Plans you were given on paper", file="pdf"),
)
