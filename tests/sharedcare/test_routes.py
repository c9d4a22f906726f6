"""Every door of the site, and who may open it without a key."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse

from sharedcare.routes import routes

PUBLIC = {
    "healthz",  # watched by machines
    "readyz",
    "csp",  # browsers report to it by themselves
    "account_login",  # signing in, and coming back in when a password is lost
    "account_logout",
    "account_inactive",
    "account_signup",  # says that nobody signs themselves up
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:join",  # accepting an invitation; its signed link is the key
    "mfa_authenticate",  # the second step of signing in
    "accounts:new_password",  # followed from an e-mail
    "accounts:no_role",  # says whom to ask
    "openid:start",  # signing in by the provider of identities; not found unless one is configured
    "openid:return",
    "openid:signed_out",
    "reply",  # where a person answers an invitation; it asks for their date of birth
    "openid:end_sessions",  # which the provider asks for, with a signed token
    "callbacks:receipts",  # where the provider of messages calls back, with the token that it was given
    "callbacks:returned_letters",
    "callbacks:texts",
}
ROUTES = routes()
OURS = [route for route in ROUTES if not route.path.startswith("accounts/")]


def is_public(route):
    """In development only: the gallery shows how pages are made, and the demo's made-up people are let in."""
    return route.name in PUBLIC or route.name == "demo_sign_in" or route.name.startswith("ui:")


@pytest.mark.parametrize("route", [r for r in ROUTES if r.is_plain], ids=lambda route: route.name)
def test_no_address_stands_in_the_way_of_another(route):
    assert resolve(route.example).view_name == route.name


def test_every_page_asks_for_sign_in_except_a_named_few():
    assert [route.name for route in ROUTES if not route.sign_in and not is_public(route)] == []


@pytest.mark.parametrize("route", [r for r in OURS if r.sign_in], ids=lambda route: route.name)
def test_a_visitor_is_sent_to_sign_in_and_learns_nothing(client, db, route):
    assert route.is_plain

    response = client.get(route.example)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_no_view_is_exempt_from_the_check_of_where_a_post_comes_from_but_what_stores_nothing_or_asks_for_proof():
    exempt = [route.name for route in ROUTES if getattr(route.callback, "csrf_exempt", False)]

    assert exempt == [
        "csp", "openid:end_sessions", "callbacks:receipts", "callbacks:returned_letters", "callbacks:texts",
    ]  # fmt: skip


def test_every_address_has_a_name_of_its_own():
    names = [route.name for route in OURS]

    assert all(names)
    assert len(names) == len(set(names))


def test_no_address_has_a_place_for_a_name_or_a_number_of_a_person():
    told = ("nhs", "name", "born", "postcode", "email")

    assert [r.path for r in OURS if any(f":{word}" in r.path or f"<{word}" in r.path for word in told)] == []


def test_the_command_lists_every_address_for_a_program():
    said = StringIO()

    call_command("routes", json=True, stdout=said)

    facts = json.loads(said.getvalue())
    assert {"name": "healthz", "path": "/healthz", "view": "sharedcare.pages.health.alive", "sign_in": False} in facts
    assert len(facts) == len(ROUTES)


def test_the_command_lists_every_address_for_a_person():
    said = StringIO()

    call_command("routes", stdout=said)

    assert "anybody    /healthz" in said.getvalue()
    assert "signed in  /roles/act-as/<uuid:pk>/" in said.getvalue()
