"""What more than one journey tells."""

from datetime import date, timedelta

from tests.journeys.register import Somebody
from tests.journeys.visitor import Visitor


def starts_shared_care(visitor: Visitor, somebody: Somebody) -> Visitor:
    """The GP takes the person on, with what the page offers; the plan is open afterwards."""
    visitor.finds(somebody.nhs_number).follows(somebody.family_name)
    visitor.presses("Start shared care").is_on("Start shared care").presses("Start shared care")
    return visitor.is_on("Care plan").reads("Shared care has started.")


def opens_the_record(visitor: Visitor, somebody: Somebody) -> Visitor:
    return visitor.finds(somebody.nhs_number).follows(somebody.family_name).is_on(somebody.name)


def writes_a_goal(visitor: Visitor, own_words: str) -> Visitor:
    """A goal in the person's words, with one thing to be done, somebody who helps and a day."""
    visitor.presses("Add a goal").fills("In the person’s own words", own_words).presses("Add the goal")
    visitor.presses("Add an action").fills("What will be done?", "Ring the angling club on Monday")
    visitor.chooses("Who does it?", "The person").fills("Who helps, by name?", "Sister Jo")
    visitor.dates("By when?", date.today() + timedelta(days=40)).presses("Add the action")
    return visitor.reads("This plan can be agreed")


def agrees_the_plan(visitor: Visitor) -> Visitor:
    return visitor.presses("Agree the plan").presses("Agree the plan")
