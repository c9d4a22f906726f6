"""Break the silence: somebody nobody told anything of is found, a letter is logged, and the GP says it arrived."""

import re
from datetime import date, timedelta

from playwright.sync_api import Locator

from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Site, Visitor


def row_with(visitor: Visitor, words: str) -> Locator:
    return visitor.main.locator("tbody tr").filter(has_text=words).first


def test_a_silent_person_is_found_told_about_and_the_gp_says_it_arrived(visitor: Visitor, site: Site):
    visitor.signs_in_as("Scheme co-ordinator").reads(re.compile("about whom nothing was exchanged for too long"))
    visitor.goes_to("/episodes/silence/?show=silent")
    name = row_with(visitor, site.place("Prescriber")).locator("th a").inner_text()
    visitor.signs_out()

    visitor.signs_in_as("Key worker").goes_to("/episodes/silence/?show=silent")
    visitor.clicks(row_with(visitor, name).get_by_role("link", name=re.compile("^Log an exchange")))
    visitor.is_on("Log an exchange").chooses("Who told whom?", "We told them").chooses("How?", "Letter")
    visitor.selects("With whom?", f"{site.place('Prescriber')}, nobody by name")
    visitor.fills("What was said, in short?", "Is well, and moves house in May")
    visitor.fills("What is to be done next?", "Ask for the new address").presses("Put it on record")
    visitor.reads("Choose who does it.")
    visitor.fills("What is to be done next?", "").presses("Put it on record")
    visitor.reads(re.compile("waits until the other side says that it arrived"), "Not acknowledged yet")
    address = visitor.path
    visitor.goes_to("/episodes/silence/?show=silent").does_not_read(name).signs_out()

    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Prescriber").reads(re.compile("exchanges? that waits? for your acknowledgement"))
    visitor.goes_to("/episodes/silence/?show=mine")
    fits(visitor)
    row = row_with(visitor, "Is well, and moves house in May")
    visitor.clicks(row.get_by_role("button", name="It arrived"))
    visitor.does_not_read("Is well, and moves house in May")
    visitor.goes_to(address).reads("Acknowledged")
    fits(visitor)


def test_what_was_told_by_telephone_is_followed_by_something_to_do(visitor: Visitor, site: Site):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/silence/?show=places")
    place = visitor.main.locator("tbody th a").first.inner_text()
    visitor.clicks(row_with(visitor, place).get_by_role("link", name=re.compile("^Log a contact")))
    visitor.chooses("Who told whom?", "They told us").chooses("How?", "By telephone")
    visitor.fills("What was said, in short?", "A new clerk begins in spring").fills(
        "What is to be done next?", "Show the clerk round"
    )
    visitor.selects("Who does it?", next(each["name"] for each in site.sign_ins if "co-ordinator" in each["role"]))
    visitor.dates("By when?", date.today() + timedelta(days=7)).presses("Put it on record")
    visitor.reads("Spoken", re.compile("Next: Show the clerk round"))

    visitor.goes_to("/episodes/silence/?show=ahead").reads(re.compile("Show the clerk round"))
    visitor.clicks(row_with(visitor, "Show the clerk round").get_by_role("button", name="Done"))
    visitor.does_not_read("Show the clerk round")
    visitor.goes_to("/episodes/silence/?show=places").does_not_read(place)


def test_a_pharmacist_says_that_their_line_works(visitor: Visitor, site: Site):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Pharmacist").reads(re.compile("ways to be reached are to be tried"))
    visitor.goes_to("/episodes/routes/?show=due").reads(site.place("Pharmacist"), "Not tried for too long")
    fits(visitor)
    visitor.presses("It works today").reads("Every way to reach people was tried lately.")
