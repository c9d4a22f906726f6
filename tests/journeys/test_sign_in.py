"""Get in, stay in, come back to what was typed, go on as somebody else, and get out of everywhere."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import in_database
from tests.journeys.door import behind_the_door, code, demo_secret, gets_in
from tests.journeys.visitor import Site, Visitor

IDLE, WARNING = 45, 25
SAID = "Slept badly, and wants to talk about the dose."


@pytest.fixture(scope="module")
def guarded(site: Site, tmp_path_factory) -> Iterator[Site]:
    """The same locality behind a door as it is in production: a second step, and sessions that end; after seconds."""
    seconds = {"SESSION_IDLE_SECONDS": str(IDLE), "SESSION_WARNING_SECONDS": str(WARNING)}
    with behind_the_door(site, tmp_path_factory.mktemp("guarded"), **seconds) as guarded:
        yield guarded


def opens_a_form_and_types(visitor: Visitor) -> None:
    visitor.goes_to("/plans/")
    visitor.clicks(visitor.main.get_by_role("link", name=re.compile("^Record a review for")).first)
    visitor.main.get_by_role("textbox").last.fill(SAID)


def test_the_password_and_the_code_open_the_door(page: Page, guarded: Site):
    visitor = Visitor(page, guarded)

    gets_in(visitor, "Prescriber").is_on("Today")

    visitor.clicks(page.get_by_role("link", name="Your account")).is_on("Your account")
    visitor.reads("Authenticator app", "Chrome on Linux", "Signed in")


def test_the_warning_can_be_answered_and_what_was_typed_comes_back_after_the_end(page: Page, guarded: Site):
    visitor = Visitor(page, guarded)
    gets_in(visitor, "Key worker")
    opens_a_form_and_types(visitor)

    warning = page.get_by_role("alertdialog", name="You will soon be signed out")
    expect(warning).to_be_visible(timeout=1000 * IDLE)
    visitor.looks()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(visitor.main.get_by_role("textbox").last).to_have_value(SAID)

    page.wait_for_url("**/accounts/login/**", timeout=2000 * IDLE)
    visitor.looks().reads("You were signed out")
    visitor.fills("E-mail address", guarded.email("Key worker")).fills("Password", guarded.password).presses("Sign in")
    secret = demo_secret(guarded.email("Key worker"))
    page.wait_for_timeout(1000 * (30 - int(time.time()) % 30) + 500)  # a code works once
    visitor.fills("Code", code(secret)).presses("Continue")

    visitor.reads("This is what you had typed")
    expect(visitor.main.get_by_role("textbox").last).to_have_value(SAID)


def test_signing_out_everywhere_ends_the_other_browser_and_back_shows_nothing(page: Page, guarded: Site, browser):
    here = Visitor(page, guarded)
    gets_in(here, "Specialist").goes_to("/people/").is_on("People")
    cookies = page.context.cookies()
    other = browser.new_context()
    other.add_cookies(cookies)
    there = Visitor(other.new_page(), guarded)
    there.goes_to("/people/").is_on("People")

    here.goes_to("/roles/me/").presses("Sign out everywhere").is_on("Sign in")

    there.goes_to("/people/").is_on("Sign in")
    page.go_back()
    page.wait_for_load_state("load")
    here.is_on("Sign in")
    other.close()


def test_a_passkey_can_be_set_up_and_opens_the_door(page: Page, guarded: Site):
    visitor = Visitor(page, guarded)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "hasResidentKey": True}})
    gets_in(visitor, "Pharmacist").goes_to("/accounts/2fa/webauthn/add/").is_on("Confirm that it is you")
    visitor.fills("Password", guarded.password).presses("Continue").is_on("Add a passkey")
    visitor.fills("Name of the passkey", "Counter computer").presses("Add the passkey").is_on("Your recovery codes")
    assert len(re.findall(r"\b\d{4} \d{4}\b", visitor.main.inner_text())) == 10
    visitor.goes_to("/accounts/2fa/").reads("Counter computer").signs_out()

    visitor.signs_in_as("Pharmacist").is_on("Enter your code")
    visitor.presses("Use your passkey").is_on("Today")


SECOND_ROLE = """
INSERT INTO accounts_membership (id, user_id, role, scheme_id, place_label, starts_on, end_reason)
SELECT gen_random_uuid(), m.user_id, 'commissioner', m.scheme_id, 'the whole scheme', m.starts_on + 1, ''
FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.email = %s LIMIT 1
"""


def test_a_form_of_another_window_is_not_done_as_the_role_chosen_since(page: Page, guarded: Site):
    with psycopg.connect(owner_of(guarded)) as owner:
        owner.execute(SECOND_ROLE, [guarded.email("Prescriber")])
    visitor = Visitor(page, guarded)
    gets_in(visitor, "Prescriber")
    opens_a_form_and_types(visitor)
    other = Visitor(page.context.new_page(), guarded)
    other.goes_to("/").page.locator(".app-header__role").first.click()
    other.clicks(other.page.get_by_role("button", name="Commissioner, the whole scheme")).reads("Commissioner")

    visitor.clicks(visitor.main.locator("form button[type=submit]").last).is_on("You changed role meanwhile")

    visitor.presses("Go back to it as Prescriber").reads("This is what you had typed")
    expect(visitor.main.get_by_role("textbox").last).to_have_value(SAID)


# --- Three hundred at once -------------------------------------------------------------------------------------------


def tries(site: Site, email: str, password: str, address: str) -> tuple[int, str]:
    """One try of a password, as a program would: the form first, for its token."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.addheaders = [("X-Forwarded-For", address)]
    page = opener.open(f"{site.address}/accounts/login/", timeout=60).read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    typed = urllib.parse.urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token}).encode()
    try:
        answer = opener.open(f"{site.address}/accounts/login/", typed, timeout=60)
    except urllib.error.HTTPError as refused:
        return refused.code, ""
    return answer.status, answer.url


def test_three_hundred_tries_at_once_are_few_hashes_no_error_and_the_right_person_gets_in_after(guarded: Site):
    email = guarded.email("Commissioner")
    with ThreadPoolExecutor(60) as many:
        asked = [many.submit(tries, guarded, email, "wrong", "203.0.113.7") for _ in range(300)]
        answers = Counter(each.result()[0] for each in asked)

    assert answers == {200: 300}
    with psycopg.connect(owner_of(guarded)) as owner:
        sql = "SELECT deed, count(*) FROM accounts_securityevent WHERE address = '203.0.113.0' GROUP BY deed"
        assert dict(owner.execute(sql).fetchall()) == {"refused": 5, "held_off": 295}
    assert "/2fa/authenticate/" in tries(guarded, email, guarded.password, "198.51.100.4")[1]
    assert "/login/" in tries(guarded, email, guarded.password, "203.0.113.7")[1]


def owner_of(site: Site) -> str:
    name = site.environment["DATABASE_URL"].partition("?")[0].rsplit("/", 1)[1]
    return in_database(site.environment["OWNER_DATABASE_URL"], name)
