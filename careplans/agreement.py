"""Whether a plan may be called agreed, and what would make it better. Pure: facts in, reasons out.

Source: capabilities J2, J5 and J6 (RCGP/C4CC toolkit) and section 4, opportunity 11: a plan is not agreed without at
least one goal in the person's own words, a named helper and a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Lacking(TextChoices):
    """Why a plan cannot be agreed yet."""

    GOAL = "goal", "There is no goal in the person’s own words yet."
    HELPER = "helper", "No action names who helps."
    DATE = "date", "No action has a date."


class Doubt(TextChoices):
    """What to look at again; it does not stand in the way."""

    NO_ACTION = "no_action", "A goal has no action yet."
    NO_HELPER = "no_helper", "An action names nobody who helps."
    NO_DATE = "no_date", "An action has no date."


@dataclass(frozen=True)
class ActionFact:
    helper: str
    due_on: date | None


@dataclass(frozen=True)
class GoalFact:
    own_words: str
    actions: Sequence[ActionFact]


def lacking(goals: Sequence[GoalFact]) -> list[Lacking]:
    """What stands between this plan and agreement; empty when it may be agreed."""
    own = [goal for goal in goals if goal.own_words.strip()]
    actions = [action for goal in own for action in goal.actions]
    found = []
    if not own:
        found.append(Lacking.GOAL)
    if not any(action.helper.strip() for action in actions):
        found.append(Lacking.HELPER)
    if not any(action.due_on for action in actions):
        found.append(Lacking.DATE)
    return found


def doubts(goals: Sequence[GoalFact]) -> list[Doubt]:
    """Whether each goal has an action, and each action somebody who helps and a date (J6: granular, owned, dated)."""
    actions = [action for goal in goals for action in goal.actions]
    found = []
    if any(not goal.actions for goal in goals):
        found.append(Doubt.NO_ACTION)
    if any(not action.helper.strip() for action in actions):
        found.append(Doubt.NO_HELPER)
    if any(not action.due_on for action in actions):
        found.append(Doubt.NO_DATE)
    return found
