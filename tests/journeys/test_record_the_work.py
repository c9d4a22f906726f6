"""Record the work: a review in a moment, a plan agreed in the person's own words, and the same words on paper."""

from datetime import date

from tests.journeys.paper import text_of
from tests.journeys.register import Somebody
from tests.journeys.stories import agrees_the_plan, opens_the_record, starts_shared_care, writes_a_goal
from tests.journeys.visitor import Visitor

WORDS = "I want to take my grandson fishing at Saltholme before the summer is out."


def test_the_gp_records_a_review_from_the_list(visitor: Visitor, somebody: Somebody):
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)

    visitor.goes_to("/plans/?show=all&whose=everyone").reads(somebody.name)
    visitor.follows(f"Record a review for {somebody.name}").is_on("Record a review").presses("Record the review")

    visitor.is_on("Care plan").reads("The review is recorded. The next one is due on")
    assert "Goes on as it is" in visitor.sees(today())
    opens_the_record(visitor, somebody).reads(f"last reviewed on {today()}")


def test_a_plan_without_a_goal_is_refused_and_with_one_is_agreed_and_printed(visitor: Visitor, somebody: Somebody):
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    plan = visitor.path.split("?")[0]

    visitor.goes_to(f"{plan}agree/").reads("This plan cannot be agreed yet").presses("Agree the plan")

    visitor.is_on("Agree the plan").reads("There is a problem", "goal")

    visitor.goes_to(plan)
    writes_a_goal(visitor, WORDS)
    agrees_the_plan(visitor)

    visitor.is_on("Care plan").reads("The plan is agreed.", WORDS)

    visitor.presses("Print the plan")
    handout = visitor.downloads("Make the PDF")

    assert handout.startswith(b"%PDF")
    assert WORDS in text_of(handout)
    assert somebody.given_name in text_of(handout)


def today() -> str:
    return f"{date.today().day} {date.today():%B %Y}"
