"""The gravest deeds ask again who somebody is, a few minutes after they last proved it; nothing typed is lost by it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import get_resolver, reverse

from accounts import actions
from accounts.models import StaffInvitation
from accounts.roles import Role
from audit.models import Event
from tests import factories
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=6)
AGAIN = reverse("account_reauthenticate")
INVITE = "/schemes/staff/invite/"
GRAVE = {
    "governance:bundle",
    "governance:bundle_give",
    "governance:bundle_make",
    "governance:bundle_zip",
    "governance:erase",
    "governance:erasure_decide",
    "patients:emergency",
    "recall:launch",
    "schemes:invite",
    "schemes:second_step_reset",
    "trail_export",
}


@pytest.fixture
def later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def signed_in_before(browse):
    """A browser in which the person signed in six minutes ago and has used it since."""

    def browser(user):
        user.set_password(factories.PASSWORD)
        user.save()
        with time_machine.travel(NOW, tick=False):
            client = browse(user)
            client.get("/")
        return client

    return browser


def views_of(resolver, prefix=""):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from views_of(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        else:
            yield f"{prefix}{each.name}", getattr(each.callback, "view_class", None)


def proves(client, **typed):
    return client.post(AGAIN, {"password": factories.PASSWORD} | typed)


def leads_to(asked):
    """Where the page that asks again goes on to."""
    return parse_qs(urlsplit(asked.redirect_chain[-1][0]).query)["next"][0]


def test_the_gravest_deeds_and_no_others_ask_again():
    asking = {name for name, view in views_of(get_resolver()) if getattr(view, "asks_again", False)}

    assert asking == GRAVE


def test_whoever_signed_in_a_moment_ago_is_not_asked(coordinator, browse):
    assert browse(coordinator).get(INVITE).status_code == 200


def test_after_a_few_minutes_one_says_again_who_one_is_and_goes_on(coordinator, signed_in_before, later):
    client = signed_in_before(coordinator)

    assert client.get(INVITE)["Location"] == f"{AGAIN}?next=%2Fschemes%2Fstaff%2Finvite%2F"
    assert proves(client, next=INVITE)["Location"] == INVITE
    assert client.get(INVITE).status_code == 200


def test_a_wrong_password_opens_nothing(coordinator, signed_in_before, later):
    client = signed_in_before(coordinator)

    answer = client.post(AGAIN, {"password": "wrong", "next": INVITE})

    assert "The password is not correct" in answer.content.decode()
    assert client.get(INVITE).status_code == 302


def test_what_was_typed_meanwhile_comes_back_and_nothing_was_done(coordinator, signed_in_before):
    client = signed_in_before(coordinator)
    page = client.get(INVITE).content.decode()
    opened_as = page.partition('name="as_whom" value="')[2].partition('"')[0]
    with time_machine.travel(LATER, tick=False):
        typed = {"name": "Nia Nurse", "email": "nia@example.org", "role": Role.COMMISSIONER, "as_whom": opened_as}
        sent = client.post(INVITE, typed, follow=True)
        assert "what you typed comes back" in sent.content.decode()
        back = proves(client, next=leads_to(sent))
        again = client.get(back["Location"]).content.decode()

    assert not StaffInvitation.objects.exists()
    assert 'value="Nia Nurse"' in again
    assert "This is what you had typed" in again


def test_a_button_is_pressed_again_on_the_page_it_stands_on(scheme, signed_in_before, later):
    client = signed_in_before(factories.sign_in(Role.AUDITOR, scheme))
    trail = "http://testserver/trail/?first_0=9"

    asked = client.post(reverse("trail_export"), HTTP_REFERER=trail, follow=True)

    assert "press the button once more" in asked.content.decode()
    assert proves(client, next=leads_to(asked))["Location"] == trail
    assert not Event.objects.filter(kind="sharedcare.trail_exported").exists()


def test_a_page_of_elsewhere_is_not_gone_back_to(scheme, signed_in_before, later):
    client = signed_in_before(factories.sign_in(Role.AUDITOR, scheme))

    asked = client.post(reverse("trail_export"), HTTP_REFERER="https://elsewhere.example.org/")

    assert asked["Location"] == f"{AGAIN}?next=%2F"


def test_a_proof_holds_five_minutes(coordinator, signed_in_before):
    client = signed_in_before(coordinator)
    with time_machine.travel(LATER, tick=False):
        proves(client)
    with time_machine.travel(LATER + timedelta(minutes=4), tick=False):
        assert client.get(INVITE).status_code == 200
    with time_machine.travel(LATER + timedelta(minutes=6), tick=False):
        assert client.get(INVITE).status_code == 302


def test_whoever_has_no_second_step_sets_one_up_first(coordinator, signed_in_before, later, settings):
    settings.SECOND_FACTOR = "on"

    assert signed_in_before(coordinator).get(INVITE)["Location"].startswith("/accounts/2fa/")


def test_a_code_of_the_second_step_proves_it_too(coordinator, signed_in_before, later, settings):
    actions.set_up_second_factor(user=coordinator, secret="JBSWY3DPEHPK3PXP", process="test")
    settings.SECOND_FACTOR = "on"
    client = signed_in_before(coordinator)

    page = client.get(INVITE, follow=True).content.decode()

    assert "Use a code instead" in page
