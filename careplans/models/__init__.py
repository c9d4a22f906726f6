"""The plan and its versions, its goals and actions, its reviews, and what was printed of it."""

from careplans.models.goal import Goal, OwnerKind, PlanAction
from careplans.models.handout import Handout, Variant
from careplans.models.plan import CarePlan, PlanVersion
from careplans.models.review import Review
from careplans.schedule import Outcome

__all__ = ["CarePlan", "Goal", "Handout", "Outcome", "OwnerKind", "PlanAction", "PlanVersion", "Review", "Variant"]
