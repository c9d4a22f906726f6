"""The pharmacist says “not collected” on a phone; the key worker has it; the pharmacist sees who."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Site, Visitor

PHONE = {"width": 320, "height": 640}
WILL_DO = "Ring them now, and go round if nobody answers"


def cards(visitor: Visitor) -> Locator:
    """The people on the list who are not recorded yet."""
    found = visitor.main.locator(".app-card")
    if not found.count():
        pytest.skip("On a bank holiday nobody is due at the pharmacy.")
    return found


def test_a_day_at_the_pharmacys_counter(browser: Browser, page: Page, site: Site):
    """One day in its order, because the last deed of it leaves nobody to be recorded."""
    not_collected_reaches_the_key_worker_and_a_name_comes_back(browser, page, site)
    the_third_day_in_a_row_is_at_the_highest_level_although_somebody_had_it(browser, site)
    the_whole_list_is_recorded_with_javascript_off(browser, site)


def not_collected_reaches_the_key_worker_and_a_name_comes_back(browser: Browser, page: Page, site: Site) -> None:
    page.set_viewport_size(PHONE)
    pharmacist = Visitor(page, site).signs_in_as("Pharmacist").goes_to("/episodes/collections/")
    fits(pharmacist)
    card = cards(pharmacist).filter(has_not_text="has this").first
    name = card.get_by_role("heading").inner_text().strip()

    card.get_by_label("Not collected", exact=True).check()
    pharmacist.clicks(card.get_by_role("button", name="Save"))

    pharmacist.reads(f"{name}: not collected. This is on record.")
    assert "Nobody has this alert yet" in pharmacist.sees(name)
    fits(pharmacist)

    with browser.new_context() as context:
        worker = Visitor(context.new_page(), site).signs_in_as("Key worker").is_on("Today")
        worker.reads("Somebody must act now").clicks(worker.main.get_by_role("link", name="for you that nobody").first)
        worker.clicks(worker.row(name).get_by_role("link", name="Not collected"))
        worker.is_on("Not collected").presses("I have this")
        worker.fills("What will you do?", WILL_DO).presses("I have this")
        worker.reads("You have this.", WILL_DO)

    pharmacist.goes_to("/episodes/collections/")
    assert WILL_DO in pharmacist.sees(name)


def the_third_day_in_a_row_is_at_the_highest_level_although_somebody_had_it(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        visitor = Visitor(context.new_page(), site).signs_in_as("Pharmacist").goes_to("/episodes/collections/")
        card = cards(visitor).filter(has_text="2 days in a row").first
        name = card.get_by_role("heading").inner_text().strip()

        card.get_by_label("Not collected", exact=True).check()
        visitor.clicks(card.get_by_role("button", name="Save"))
        visitor.signs_out()

        visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/alerts/?show=open")
        expect(visitor.row(name)).to_contain_text("Highest")
        expect(visitor.row(name)).to_contain_text("3 days in a row")


def the_whole_list_is_recorded_with_javascript_off(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        visitor = Visitor(context.new_page(), site, checks=False).signs_in_as("Pharmacist")
        visitor.goes_to("/episodes/collections/")
        waiting = cards(visitor).count()

        visitor.presses("Save all")

        visitor.reads("on record")
        assert waiting > 0
        assert visitor.main.locator(".app-card").count() == 0
