"""Who may do what with somebody's plan."""

from datetime import date

from accounts.roles import Role
from careplans import actions
from careplans.models import Outcome, OwnerKind, Variant
from tests import factories
from tests.episodes.permission_rows import CARE, ENDING, to_start
from tests.matrix import Row, World

REVIEWING = {Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.SPECIALIST}
AGREEING = {Role.PRESCRIBER, Role.KEY_WORKER, Role.SPECIALIST}


def plan(world: World):
    return factories.PlanVersionFactory(plan__patient=world.patient).plan


def goal(world: World):
    return factories.GoalFactory(version=plan(world).versions.get())


def agreeable(world: World):
    found = factories.PlanActionFactory(goal=goal(world))
    return found.goal.version.plan


def agreed(world: World):
    return factories.PlanVersionFactory(plan__patient=world.patient, plan__status="agreed", agreed=True).plan


def review(world: World):
    return factories.ReviewFactory(plan=plan(world))


GOAL = {"own_words": "I want to sleep", "importance": 8, "confidence": 6}
REVIEW = {"reviewed_on": date(2026, 3, 2), "outcome": Outcome.CONTINUES}

ROWS = [
    Row(actions.start_shared_care, CARE, to_start),
    Row(
        actions.agree_plan,
        AGREEING,
        lambda world: {"plan": agreeable(world), "agreed_on": date(2026, 3, 2), "present": "Alex"},
    ),
    Row(actions.revise_plan, CARE, lambda world: {"plan": agreed(world), "reason": "A new goal"}),
    Row(
        actions.end_shared_care,
        ENDING,
        lambda world: {"plan": plan(world), "ended_on": date(2026, 3, 2), "end_reason": "completed"},
    ),
    Row(actions.record_goal, CARE, lambda world: {"plan": plan(world), **GOAL}),
    Row(actions.correct_goal, CARE, lambda world: {"goal": goal(world), **GOAL}),
    Row(actions.withdraw_goal, CARE, lambda world: {"goal": goal(world)}),
    Row(
        actions.record_plan_action,
        CARE,
        lambda world: {"goal": goal(world), "what": "Walk", "owner_kind": OwnerKind.PERSON},
    ),
    Row(
        actions.withdraw_plan_action,
        CARE,
        lambda world: {"plan_action": factories.PlanActionFactory(goal=goal(world))},
    ),
    Row(actions.write_escalation, CARE, lambda world: {"plan": plan(world), "if_things_get_worse": "Call us"}),
    Row(actions.record_review, REVIEWING, lambda world: {"plan": plan(world), **REVIEW}),
    Row(
        actions.correct_review,
        REVIEWING,
        lambda world: {"review": review(world), "reason": "Wrong day", **REVIEW},
    ),
    Row(actions.print_plan, CARE, lambda world: {"plan": plan(world), "variant": Variant.STANDARD}),
]
