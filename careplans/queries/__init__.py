"""Reading plans: one plan with everything in it, the lists of what is due, and what a handout says."""

from careplans.queries.document import PlanDocument, kept_handout, plan_document
from careplans.queries.holdings import HOLDINGS
from careplans.queries.plan import (
    PlanPanel,
    PlanRecord,
    draft_of,
    goal_facts,
    goals_of,
    plan_panel,
    plan_record,
    review_weeks,
    version_in_force,
)
from careplans.queries.restricted import (
    RestrictedRecord,
    RestrictedShow,
    restricted_overdue,
    restricted_records,
    restricted_shown,
)
from careplans.queries.worklist import (
    Show,
    Whose,
    counts,
    default_whose,
    drafts_of_leavers,
    plans_without_agreement,
    reviews_due,
    reviews_overdue,
    worklist,
)

__all__ = [
    "HOLDINGS",
    "PlanDocument",
    "PlanPanel",
    "PlanRecord",
    "RestrictedRecord",
    "RestrictedShow",
    "Show",
    "Whose",
    "counts",
    "default_whose",
    "draft_of",
    "drafts_of_leavers",
    "goal_facts",
    "goals_of",
    "kept_handout",
    "plan_document",
    "plan_panel",
    "plan_record",
    "plans_without_agreement",
    "restricted_overdue",
    "restricted_records",
    "restricted_shown",
    "review_weeks",
    "reviews_due",
    "reviews_overdue",
    "version_in_force",
    "worklist",
]
