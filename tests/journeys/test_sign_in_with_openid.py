"""Connect a smartcard once, and come in with it from then on; with a provider of identities that runs here."""

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, free_port
from tests.journeys.door import wait_for
from tests.journeys.visitor import Site, Visitor
from tests.openid_provider import CLIENT_ID, CLIENT_KEY, LocalProvider, person

BUTTON = "Sign in with NHS smartcard or CIS2"


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    local = LocalProvider()
    yield local
    local.close()


@pytest.fixture
def open_to_smartcards(site: Site, provider: LocalProvider, tmp_path) -> Iterator[Site]:
    """The same locality, told of the provider."""
    address = f"http://127.0.0.1:{free_port()}"
    provider.redirect_uri = f"{address}/accounts/oidc/return/"
    environment = {
        **site.environment,
        "SITE_URL": address,
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_KEY": CLIENT_KEY.as_pem(private=True).decode(),
    }
    words = ["gunicorn", "--bind", address.removeprefix("http://"), "--threads", "4", "sharedcare.wsgi:application"]
    with (tmp_path / "gunicorn.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(address)
        yield Site(address, site.sign_ins, site.outbox, environment)
    finally:
        running.terminate()
        running.wait(timeout=20)


def acts_at(site: Site, provider: LocalProvider, role: str) -> None:
    """The smartcard's person chooses, at the provider, the place where the role is held."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        code = connection.execute(
            """SELECT o.ods_code FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
               JOIN practices_organisation o ON o.id = m.organisation_id
               WHERE u.email = %s AND o.ods_code IS NOT NULL""",
            [site.email(role)],
        ).fetchone()
    assert code
    provider.signs_in = person(nhsid_nrbac_roles=[{"person_roleid": "555000000101", "org_code": code[0]}])


def test_a_smartcard_is_connected_once_and_then_opens_the_door(
    page: Page, open_to_smartcards: Site, provider: LocalProvider
):
    visitor = Visitor(page, open_to_smartcards)
    acts_at(open_to_smartcards, provider, "Prescriber")

    visitor.goes_to("/").follows(BUTTON).is_on("You are not signed in").reads("have not signed in this way before")

    visitor.signs_in_as("Prescriber").goes_to("/roles/me/").follows("See", within="dl:has-text('Smartcard')")
    visitor.is_on("Your smartcard").follows("Connect a smartcard")
    visitor.fills("Password", open_to_smartcards.password).presses("Continue")
    visitor.is_on("Is this your smartcard?").reads("NURSE Noor (Ms)").presses("Connect it to my account")
    visitor.is_on("Your smartcard").reads("You can sign in with it from now on")
    visitor.signs_out()

    visitor.goes_to("/").follows(BUTTON).is_on("Today").reads(open_to_smartcards.place("Prescriber"))

    page.route(f"{provider.issuer}/end*", lambda route: route.fulfill(body="Signed out there"))
    visitor.signs_out().is_on("You have signed out")
    page.wait_for_url(f"{provider.issuer}/end*")
