"""On a phone of 320 pixels, on a keyboard, and with JavaScript off: everything still works."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.register import Somebody
from tests.journeys.stories import starts_shared_care
from tests.journeys.visitor import Site, Visitor


def test_no_page_needs_scrolling_sideways_on_a_phone(visitor: Visitor):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Scheme co-ordinator").is_on("Today")
    fits(visitor)

    visitor.goes_to("/plans/?show=all&whose=everyone").is_on("Reviews")
    fits(visitor)
    visitor.clicks(visitor.main.locator("tbody th a").first).is_on("Care plan")
    fits(visitor)
    visitor.follows("Person")
    fits(visitor)
    visitor.goes_to("/recall/").clicks(visitor.main.locator("tbody th a").last)
    visitor.reads("About this campaign")
    fits(visitor)
    visitor.goes_to("/group/").clicks(visitor.main.locator("tr", has_text="Approved").get_by_role("link").first)
    visitor.reads("Agenda and minutes")
    fits(visitor)


def test_a_review_is_recorded_with_javascript_off(browser: Browser, site: Site, somebody: Somebody):
    with browser.new_context(java_script_enabled=False) as context:
        visitor = Visitor(context.new_page(), site, checks=False)
        visitor.signs_in_as("Prescriber")
        starts_shared_care(visitor, somebody)

        visitor.presses("Record a review").presses("Record the review")

        visitor.is_on("Care plan").reads("The review is recorded. The next one is due on")


def test_the_keyboard_reaches_the_page_and_the_search(visitor: Visitor, somebody: Somebody):
    page: Page = visitor.signs_in_as("Prescriber").page

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "maincontent"

    page.keyboard.press("/")
    expect(page.locator("[data-app-search]")).to_be_focused()
    page.keyboard.type(somebody.nhs_number)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    visitor.looks().reads(f"{somebody.family_name}, {somebody.given_name}")


def fits(visitor: Visitor) -> None:
    """The page does not scroll sideways; after a change of width its navigation folds in a moment."""
    visitor.page.wait_for_timeout(300)
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{visitor.page.url} is {width} pixels wide"
