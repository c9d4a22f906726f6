"""Review a caseload: begun with the list as it stands, everybody gone through, signed off, and the next planned."""

import re
from datetime import date, timedelta

from tests.journeys.paper import text_of
from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Visitor


def test_a_gp_goes_through_whoever_is_left_and_signs_off(visitor: Visitor):
    visitor.signs_in_as("Prescriber").reads(re.compile("reviews? of (a GP’s caseload|GPs’ caseloads) due"))
    visitor.goes_to("/episodes/caseload-reviews/?show=due")
    visitor.clicks(visitor.main.locator("tbody th a").first).is_on("Caseload of")
    visitor.reads(re.compile(r"\d+ of \d+ still to be gone through"))
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    fits(visitor)
    visitor.page.set_viewport_size({"width": 1366, "height": 768})
    visitor.presses("Sign off").presses("Sign it off").reads(re.compile("still without an outcome"))
    visitor.follows("Back")

    visitor.clicks(visitor.main.get_by_role("link", name=re.compile("^Go through")).first)
    for _ in range(20):
        visitor.is_on("What came of it?").chooses("What came of it?", "Advice was given to the GP")
        visitor.fills("Anything to add?", "Bloods in May").presses("Save, and go to the next")
        if "/people/" not in visitor.path:
            break
    visitor.reads("Everybody you can see was gone through.")

    visitor.presses("Sign off").fills("What was talked over?", "When to ask for help").presses("Sign it off")
    visitor.reads("The review is signed off.", re.compile("Supervision was given by"))
    said = text_of(visitor.downloads("Print the record (PDF)"))
    assert "Advice was given to the GP" in said
    assert "When to ask for help" in said
    visitor.goes_to("/episodes/caseload-reviews/?show=planned").reads("Planned")


def test_the_coordinator_plans_a_review_for_a_gp_who_has_none(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/caseload-reviews/?show=none")
    first = visitor.main.locator("tbody tr").first
    gp = first.locator("th").inner_text()
    visitor.clicks(first.get_by_role("link", name=re.compile("^Plan a review")))
    visitor.selects("Who goes through it with them?", re.compile("Specialist doctor"))
    visitor.dates("On which day?", date.today() - timedelta(days=1)).presses("Plan it")
    visitor.reads("Enter today or a later day.")
    visitor.dates("On which day?", date.today()).presses("Plan it").is_on(f"Caseload of {gp}")

    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.presses("Take the list down and begin").reads(re.compile("still to be gone through"))
    fits(visitor)
    visitor.follows("Cancel this review").fills("Why is it cancelled?", "The GP is ill").presses("Cancel it")
    visitor.reads("The review is cancelled.", re.compile("The GP is ill"))
