"""Whether a plan may be called agreed (opportunity 11; J2, J5, J6)."""

from datetime import date

import pytest

from careplans.agreement import ActionFact, Doubt, GoalFact, Lacking, doubts, lacking

DAY = date(2026, 4, 6)
WHOLE = ActionFact("Sister Jo", DAY)


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([], [Lacking.GOAL, Lacking.HELPER, Lacking.DATE]),
        ([GoalFact("  ", [WHOLE])], [Lacking.GOAL, Lacking.HELPER, Lacking.DATE]),
        ([GoalFact("I want to sleep", [])], [Lacking.HELPER, Lacking.DATE]),
        ([GoalFact("I want to sleep", [ActionFact("", DAY)])], [Lacking.HELPER]),
        ([GoalFact("I want to sleep", [ActionFact("Sister Jo", None)])], [Lacking.DATE]),
        ([GoalFact("I want to sleep", [ActionFact("", DAY), ActionFact("Sister Jo", None)])], []),
        ([GoalFact("I want to sleep", [WHOLE]), GoalFact("I want to run", [])], []),
    ],
)
def test_a_plan_needs_a_goal_in_own_words_a_named_helper_and_a_date(goals, expected):
    assert lacking(goals) == expected


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([], []),
        ([GoalFact("I want to sleep", [WHOLE])], []),
        ([GoalFact("I want to sleep", [WHOLE]), GoalFact("I want to run", [])], [Doubt.NO_ACTION]),
        ([GoalFact("I want to sleep", [WHOLE, ActionFact("", None)])], [Doubt.NO_HELPER, Doubt.NO_DATE]),
    ],
)
def test_what_could_be_better_is_said_without_standing_in_the_way(goals, expected):
    assert doubts(goals) == expected
