"""A person in shared care, with a plan to write, and what a plan needs before it can be agreed."""

from datetime import date

import pytest

from careplans import actions
from tests import factories


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def plan(patient, gp, aspects):
    """A draft, begun two weeks ago."""
    return actions.start_shared_care(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


@pytest.fixture
def goal(plan, gp):
    return actions.record_goal(
        plan=plan,
        own_words="I want to walk my daughter to school",
        staff_wording="Improve mobility",
        importance=9,
        confidence=6,
        by=gp,
    )


@pytest.fixture
def plan_action(goal, gp):
    return actions.record_plan_action(
        goal=goal,
        what="Walk every Monday",
        owner_kind="person",
        helper="Sister Jo",
        due_on=date(2026, 4, 6),
        by=gp,
    )


@pytest.fixture
def agreed(plan, plan_action, gp):
    """The same plan, agreed today."""
    actions.agree_plan(plan=plan, agreed_on=date(2026, 3, 16), present="Alex and Dr Ash", by=gp)
    plan.refresh_from_db()
    return plan
