"""Start it: the site answers, and everybody who has a role gets in."""

from playwright.sync_api import Page

from tests.journeys.visitor import Site, Visitor


def test_the_site_says_that_it_is_well(page: Page, site: Site):
    assert page.request.get(f"{site.address}/healthz").ok
    assert page.request.get(f"{site.address}/readyz").ok


def test_every_role_signs_in_and_lands_on_today(visitor: Visitor):
    for sign_in in visitor.site.sign_ins:
        visitor.signs_in_as(sign_in["role"])

        visitor.is_on("Today").reads(sign_in["name"], f"{sign_in['role']}, {sign_in['place']}")

        visitor.signs_out()


def test_a_wrong_password_gets_nobody_in(visitor: Visitor):
    visitor.goes_to("/").fills("E-mail address", visitor.site.email("Prescriber")).fills("Password", "not-the-password")

    visitor.presses("Sign in")

    visitor.is_on("Sign in").reads("There is a problem")
