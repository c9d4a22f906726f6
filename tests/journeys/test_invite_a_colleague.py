"""Invite a colleague: from the e-mail to their first Today, and out again at the next click when they leave."""

import email
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import manage
from tests.journeys.door import behind_the_door, code, gets_in
from tests.journeys.visitor import Site, Visitor

NAME, ADDRESS = "Pia Peverell", "pia.peverell@example.org"
PASSWORD = "violet kettle harbour nine"
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture
def guarded(site: Site, tmp_path: Path) -> Iterator[Site]:
    with behind_the_door(site, tmp_path) as guarded:
        yield guarded


def link_in_the_email(site: Site) -> str:
    """What the e-mail to the invited says to open, as a path of this site; the worker may be sending it just now."""
    for _ in range(60):
        manage(site.environment, "shell", "-c", "from accounts import delivery; delivery.drain()")
        if body := next((each for each in staff_emails(site) if each["To"] == ADDRESS), None):
            break
        time.sleep(0.5)
    words = body.get_payload(decode=True).decode()
    assert f"Dear {NAME}" in words
    return re.search(r"/roles/join/\S+", words)[0]


def staff_emails(site: Site) -> list[email.message.Message]:
    """Everything sent to staff; what one sending sends is in one file, with a line of dashes after each message."""
    sent = [part for each in (site.outbox / "staff").iterdir() for part in each.read_bytes().split(b"-" * 79)]
    return [email.message_from_bytes(each.lstrip()) for each in sent]


def invites(administrator: Visitor) -> Visitor:
    administrator.follows("Who signs in").presses("Invite a colleague").is_on("Invite a colleague")
    administrator.fills("Name", NAME).fills("E-mail address at work", ADDRESS)
    administrator.chooses("Role", "Pharmacist").selects("Where", re.compile(r"\(pharmacy\)"))
    return administrator.presses("Send the invitation").reads(f"{NAME} is invited.", "Invitations that wait")


def accepts(invited: Visitor, link: str) -> Visitor:
    """Refused a password that everybody uses, then in with one of their own."""
    invited.goes_to(link).is_on("Welcome to SharedCare").reads("Pharmacist", ADDRESS)
    invited.fills("Choose a password", "password1234").presses("Accept and sign in")
    invited.reads("This password is too common.")
    return invited.fills("Choose a password", PASSWORD).presses("Accept and sign in").is_on("Set up a second step")


def sets_up_a_second_step(invited: Visitor) -> Visitor:
    invited.presses("Set up an authenticator app").is_on("Set up an authenticator app")
    secret = invited.main.locator(".app-code").first.inner_text().replace(" ", "")
    invited.fills("The 6 numbers", code(secret)).presses("Continue").is_on("Your recovery codes")
    assert len(re.findall(r"\b\d{4} \d{4}\b", invited.main.inner_text())) == 10
    return invited.reads("They are shown only this once")


def is_seated(coordinator: Visitor) -> Visitor:
    """The co-ordinator gives the newcomer something to hold."""
    coordinator.signs_in_as("Scheme co-ordinator").follows("Monitoring group")
    coordinator.clicks(coordinator.row("Community pharmacists").get_by_role("link").first)
    coordinator.fills("Member", NAME).fills("Member's e-mail address", ADDRESS)
    return coordinator.dates("From", date.today()).presses("Fill the seat").reads(NAME)


def test_a_pharmacist_is_invited_gets_in_and_is_out_at_the_next_click_when_they_leave(
    page: Page, browser: Browser, guarded: Site, site: Site
):
    administrator = invites(gets_in(Visitor(page, guarded), "Scheme administrator"))
    invited = Visitor(browser.new_page(viewport=SCREEN), guarded)

    sets_up_a_second_step(accepts(invited, link_in_the_email(guarded)))
    invited.presses("I have kept them, continue").is_on("Today").reads("Pharmacist", re.compile("Pharmacy$"))
    invited.goes_to("/accounts/2fa/recovery-codes/").reads("cannot be shown again")

    coordinator = is_seated(Visitor(browser.new_page(viewport=SCREEN), site))
    administrator.goes_to("/schemes/staff/?last_seen=lately&second_step=set_up")
    assert "Set up" in administrator.sees(NAME)
    administrator.clicks(administrator.row(NAME).get_by_role("link", name="Has left")).is_on(f"Has {NAME} left?")
    administrator.fills("Why", "Moved to another town").presses("End all access now")
    administrator.reads(f"{NAME} has no access any more.").does_not_read(ADDRESS)

    invited.follows("Today").is_on("Sign in")
    invited.fills("E-mail address", ADDRESS).fills("Password", PASSWORD).presses("Sign in").is_on(
        "This account is closed"
    )
    coordinator.goes_to("/").follows("seat on the group held by somebody who has left").reads("Has left the scheme")
    for each in (invited, coordinator):
        each.page.close()
