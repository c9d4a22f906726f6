"""Agree in writing: written from the scheme's template, signed by each party as themselves, in force with the last."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from tests.journeys.at_once import as_sent, at_once
from tests.journeys.paper import text_of
from tests.journeys.register import Somebody
from tests.journeys.stories import starts_shared_care
from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Site, Visitor


def named(site: Site, role: str) -> str:
    return next(each["name"] for each in site.sign_ins if each["role"] == role)


@pytest.fixture
def offered(visitor: Visitor, somebody: Somebody, site: Site) -> str:
    """The GP writes an agreement for somebody new and offers it; the address of its page."""
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    visitor.finds(somebody.nhs_number).follows(somebody.family_name).reads("No agreement is in force.")
    visitor.presses("Write an agreement").is_on("Write a shared care agreement")
    visitor.selects("Key worker", named(site, "Key worker")).selects("Pharmacist", named(site, "Pharmacist"))
    visitor.presses("Save the draft").is_on("Shared care agreement").reads("Being written")
    visitor.presses("Offer it for signature").presses("Offer it for signature")
    visitor.reads(re.compile("Every party is asked to sign by"))
    address = visitor.path
    visitor.presses("Sign or decline").chooses("Your answer", "I have read this, and I sign it")
    visitor.presses("Send my answer").reads(re.compile("Signed. It waits for: the person, key worker, pharmacist"))
    return address


def test_four_people_agree_and_the_last_signature_brings_it_into_force(
    visitor: Visitor, somebody: Somebody, site: Site, offered: str
):
    visitor.clicks(visitor.main.get_by_role("link", name="Signed on paper by the person"))
    visitor.chooses("What does the paper say?", "Signed").presses("Put it on record")
    visitor.reads(re.compile("on paper; put on record by")).signs_out()

    visitor.signs_in_as("Key worker").reads(re.compile("waits? for your signature"))
    visitor.goes_to("/episodes/agreements/?show=mine").follows(somebody.name)
    visitor.presses("Sign or decline").chooses("Your answer", "I have read this, and I sign it")
    visitor.presses("Send my answer").reads("Waiting for signatures").signs_out()

    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Pharmacist").goes_to("/episodes/agreements/?show=mine").follows(somebody.name)
    fits(visitor)
    visitor.presses("Sign or decline").is_on("Sign or decline").reads("What you agree to do")
    fits(visitor)
    visitor.chooses("Your answer", "I have read this, and I sign it").presses("Send my answer")
    visitor.reads("Signed. Everybody has signed now.", "In force")

    visitor.clicks(visitor.main.get_by_role("link", name="Print a copy for pharmacist"))
    pdf = visitor.downloads("Make the PDF")
    said = text_of(pdf)
    assert "What you agree to do, as pharmacist" in said
    assert named(site, "Pharmacist") in said


def test_a_pharmacist_declines_with_a_reason_and_the_prescriber_reads_it(
    visitor: Visitor, somebody: Somebody, offered: str
):
    visitor.signs_out().signs_in_as("Pharmacist").goes_to(offered).presses("Sign or decline")
    visitor.chooses("Your answer", "I decline").presses("Send my answer").reads("Say why this party declines.")
    visitor.chooses("Your answer", "I decline").fills("If you decline, why?", "No room before May")
    visitor.presses("Send my answer").reads(re.compile("cannot come into force")).signs_out()

    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/agreements/?show=declined").reads(somebody.name)
    visitor.follows(somebody.name).reads("No room before May")


def test_the_last_signature_and_a_withdrawal_at_once_leave_one_of_the_two(
    visitor: Visitor, somebody: Somebody, site: Site, browser: Browser, offered: str
):
    """Whichever comes second is told so, and finds what it typed again."""
    for which in ("patient", "key_worker"):
        visitor.goes_to(f"{offered}{which}/paper/").chooses("What does the paper say?", "Signed")
        visitor.presses("Put it on record")
    with browser.new_context() as context:
        pharmacist = Visitor(context.new_page(), site)
        pharmacist.signs_in_as("Pharmacist").goes_to(f"{offered}pharmacist/answer/")
        pharmacist.chooses("Your answer", "I have read this, and I sign it")
        visitor.goes_to(f"{offered}withdraw/").fills("Why is it withdrawn?", "Wrong dates")
        answers = at_once(
            as_sent(pharmacist, f"{site.address}{offered}pharmacist/answer/"),
            as_sent(visitor, f"{site.address}{offered}withdraw/"),
        )

    assert sorted(answers) == [302, 422], answers
    visitor.goes_to(offered).reads("In force" if answers[0] == 302 else "Withdrawn")


def test_notice_ends_an_agreement_on_its_day_and_is_on_the_list(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/agreements/?show=expiring")
    visitor.clicks(visitor.main.locator("tbody th a").first)
    visitor.clicks(visitor.main.get_by_role("link", name="Give notice by prescriber"))
    visitor.dates("Last day of the agreement", date.today() + timedelta(days=7)).fills("Why?", "The practice closes")
    visitor.presses("Give notice").reads("Notice was given", "In force until notice takes effect")
    address = visitor.path

    visitor.goes_to("/episodes/agreements/?show=notice")
    assert visitor.main.locator(f"a[href='{address}']").count() == 1
