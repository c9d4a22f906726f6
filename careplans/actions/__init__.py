"""Every write about plans: starting and ending, goals and actions, agreement and versions, reviews, handouts."""

from careplans.actions.goal import (
    correct_goal,
    record_goal,
    record_plan_action,
    withdraw_goal,
    withdraw_plan_action,
    write_escalation,
)
from careplans.actions.handout import print_plan
from careplans.actions.plan import agree_plan, end_shared_care, revise_plan, start_shared_care
from careplans.actions.review import correct_review, record_review

__all__ = [
    "agree_plan",
    "correct_goal",
    "correct_review",
    "end_shared_care",
    "print_plan",
    "record_goal",
    "record_plan_action",
    "record_review",
    "revise_plan",
    "start_shared_care",
    "withdraw_goal",
    "withdraw_plan_action",
    "write_escalation",
]
