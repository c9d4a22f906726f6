"""Signing in by the provider of identities, against one that runs on this machine and can be told to lie."""

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey

from accounts import actions, events, gateways
from accounts.models import ProviderIdentity, ProviderSignIn
from accounts.openid import Refusal
from accounts.openid_settings import read
from accounts.roles import Role
from accounts.standing import PLACE_KEY
from tests import factories
from tests.conftest import NOW
from tests.openid_provider import CLIENT_ID, CLIENT_KEY, LocalProvider, person

SITE = "https://care.example.org"


@pytest.fixture
def provider(settings):
    local = LocalProvider()
    local.redirect_uri = SITE + reverse("openid:return")
    given = {
        "OIDC_ISSUER": local.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_KEY": CLIENT_KEY.as_pem(private=True).decode(),
    }
    settings.OPENID = read(lambda name, default: given.get(name, default), site_url=SITE, development=True)
    yield local
    local.close()


@pytest.fixture
def place(practice):
    practice.ods_code = "Y99001"
    practice.save()
    return practice


@pytest.fixture
def noor(provider, place, nurse):
    """A nurse who has connected her smartcard."""
    actions.connect_identity(user=nurse, issuer=provider.issuer, subject=person()["sub"], by=nurse)
    return nurse


def go(client, start="openid:start"):
    """The browser goes to the provider and is sent back; the address it comes back to."""
    there = client.get(reverse(start))
    assert there.status_code == 302, there.content
    back = requests.get(there["Location"], allow_redirects=False, timeout=5)
    return back.headers["Location"].removeprefix(SITE)


def sign_in(client):
    return client.get(go(client))


def is_in(client):
    return "_auth_user_id" in client.session


def last():
    return ProviderSignIn.objects.first()


def test_whoever_connected_their_smartcard_comes_in_at_the_organisation_they_chose(client, noor, place):
    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, reverse("today"))
    assert client.session["_auth_user_id"] == str(noor.pk)
    assert client.session[PLACE_KEY] == str(place.pk)
    assert client.get(reverse("today")).status_code == 200


def test_the_provider_is_asked_for_all_that_the_standards_want(client, provider, noor):
    asked = parse_qs(urlsplit(client.get(reverse("openid:start"))["Location"]).query)

    assert asked["scope"] == ["openid profile email nationalrbacaccess associatedorgs"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["acr_values"] == ["AAL3_ANY"]
    assert asked["redirect_uri"] == [SITE + "/accounts/oidc/return/"]
    assert asked["response_type"] == ["code"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_a_smartcard_stands_for_the_second_factor(settings, client, noor):
    settings.SECOND_FACTOR = "on"
    actions.set_up_second_factor(user=noor, secret="JBSWY3DPEHPK3PXP", process="test")

    sign_in(client)

    assert is_in(client)


def test_coming_in_is_on_the_record(client, noor):
    sign_in(client)

    assert last().identity.user == noor
    assert last().session_key == client.session.session_key


def test_the_other_roles_of_the_person_stay_at_home(client, noor, scheme, place):
    elsewhere = factories.MembershipFactory(
        user=noor, role=Role.COMMISSIONER, scheme_id=scheme.pk, place_label="Wolds", starts_on="2020-01-01"
    )

    sign_in(client)

    assert client.post(reverse("accounts:act_as", args=[elsewhere.pk])).status_code == 404
    assert "Elm Surgery" in client.get(reverse("today")).content.decode()


def signs_in_as(provider, **changes):
    provider.signs_in = person(**changes)


def says(provider, **claims):
    provider.claims = claims


def forge(provider, key):
    provider.signing_key = key


def part(value):
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def by_hand(provider, algorithm, signature):
    """Tokens the library would not sign."""

    def sign(claims, **header):
        head = {"alg": algorithm, "kid": provider.key.kid}
        signed = f"{part(json.dumps(head).encode())}.{part(json.dumps(claims).encode())}"
        return f"{signed}.{part(signature(signed.encode()))}"

    provider.sign = sign


def unsigned(provider):
    by_hand(provider, "none", lambda signed: b"")


def public_key_as_secret(provider):
    secret = provider.key.as_pem(private=False)
    by_hand(provider, "HS256", lambda signed: hmac.digest(secret, signed, "sha256"))


def replaces(provider, path, status, body):
    provider.replaces[path] = (status, body)


STRANGER_KEY = RSAKey.generate_key(2048, {"kid": "first"})
EARLIER = int(NOW.timestamp()) - 3600
LIES = {
    "another issuer": (lambda p: says(p, iss="https://other.example.org"), Refusal.UNTRUSTED),
    "another audience": (lambda p: says(p, aud="somebody-else"), Refusal.UNTRUSTED),
    "another audience too, and no party": (lambda p: says(p, aud=[CLIENT_ID, "x"], azp=None), Refusal.UNTRUSTED),
    "another party": (lambda p: says(p, azp="somebody-else"), Refusal.UNTRUSTED),
    "expired": (lambda p: says(p, exp=EARLIER), Refusal.UNTRUSTED),
    "no expiry": (lambda p: says(p, exp=None), Refusal.UNTRUSTED),
    "expiry in words": (lambda p: says(p, exp="tomorrow"), Refusal.UNTRUSTED),
    "another nonce": (lambda p: says(p, nonce="x"), Refusal.UNTRUSTED),
    "no nonce": (lambda p: says(p, nonce=None), Refusal.UNTRUSTED),
    "another access token": (lambda p: says(p, at_hash="x"), Refusal.UNTRUSTED),
    "another person in the two answers": (lambda p: setattr(p, "about", {"sub": "9"}), Refusal.UNTRUSTED),
    "nobody": (lambda p: says(p, sub=""), Refusal.UNTRUSTED),
    "a key of somebody else": (lambda p: forge(p, STRANGER_KEY), Refusal.UNTRUSTED),
    "a public key as a secret": (public_key_as_secret, Refusal.UNTRUSTED),
    "no signature": (unsigned, Refusal.UNTRUSTED),
    "a token of another provider's kind": (lambda p: replaces(p, "/token", 200, b'{"id_token": 5}'), Refusal.UNTRUSTED),
    "tokens that are a list": (lambda p: replaces(p, "/token", 200, b"[]"), Refusal.UNTRUSTED),
    "a page where tokens should be": (lambda p: replaces(p, "/token", 200, b"<html>"), Refusal.UNTRUSTED),
    "tokens refused": (lambda p: replaces(p, "/token", 400, b'{"error": "invalid_grant"}'), Refusal.UNTRUSTED),
    "keys that are none": (lambda p: replaces(p, "/jwks", 200, b'{"keys": [5]}'), Refusal.UNTRUSTED),
    "nothing about the person": (lambda p: replaces(p, "/userinfo", 500, b""), Refusal.UNREACHABLE),
    "far too much": (lambda p: replaces(p, "/userinfo", 200, b" " * 300_000), Refusal.UNREACHABLE),
    "a level below a smartcard's": (lambda p: says(p, authentication_assurance_level="2"), Refusal.WEAK),
    "no level": (lambda p: says(p, authentication_assurance_level=None), Refusal.WEAK),
    "no organisation chosen": (lambda p: signs_in_as(p, selected_roleid=None), Refusal.NO_PLACE),
    "an unknown organisation": (
        lambda p: signs_in_as(p, nhsid_nrbac_roles=[{"person_roleid": "555000000101", "org_code": "ZZ9"}]),
        Refusal.UNKNOWN_PLACE,
    ),
    "an organisation without a role here": (
        lambda p: signs_in_as(p, selected_roleid="555000000102"),
        Refusal.NO_ROLE_THERE,
    ),
    "an identity nobody connected": (lambda p: signs_in_as(p, sub="910000000999"), Refusal.UNKNOWN_PERSON),
    "a person who gave up": (lambda p: setattr(p, "signs_in", None), Refusal.GIVEN_UP),
}


@pytest.mark.parametrize("lie", LIES)
def test_who_is_not_proved_does_not_come_in_and_reads_the_same_page_as_everybody(client, provider, noor, lie):
    factories.OrganisationFactory(ods_code="Y99002")
    tell, why = LIES[lie]
    tell(provider)

    response = sign_in(client)

    assert last() is not None
    assert (response.status_code, last().refusal) == (403, why)
    assert not is_in(client)
    assert response.content.decode() == plain_page(client)


def plain_page(client):
    return client.get(reverse("openid:return")).content.decode()


def test_a_refusal_is_recorded_without_a_word_about_the_person(client, provider, noor):
    says(provider, authentication_assurance_level="2")

    sign_in(client)

    assert (last().identity, last().sid, last().session_key) == (None, "", "")
    told = events.PROVIDER_REFUSED.sentence(why=Refusal.WEAK.label)
    assert told == "A sign-in with a smartcard was refused: the person was not proved by a smartcard or its like."


def test_somebody_inactive_stays_out(client, noor):
    noor.is_active = False
    noor.save()

    assert sign_in(client).status_code == 403
    assert last().refusal == Refusal.UNKNOWN_PERSON


def test_a_role_that_has_ended_opens_nothing(client, noor):
    membership = noor.memberships.get()
    membership.ends_on = NOW.date() - timedelta(days=1)
    membership.save()

    assert sign_in(client).status_code == 403
    assert last().refusal == Refusal.NO_ROLE_THERE


def test_an_answer_is_used_once(client, noor):
    back = go(client)
    client.get(back)
    client.logout()

    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_an_answer_to_somebody_elses_question_is_none(client, noor):
    stolen = go(Client())
    client.get(reverse("openid:start"))

    assert client.get(stolen).status_code == 403
    assert not is_in(client)


def test_a_code_of_another_sign_in_does_not_fit_this_one(client, noor):
    stolen = parse_qs(urlsplit(go(Client())).query)["code"][0]
    mine = parse_qs(urlsplit(client.get(reverse("openid:start"))["Location"]).query)["state"][0]

    assert client.get(reverse("openid:return"), {"code": stolen, "state": mine}).status_code == 403
    assert not is_in(client)


def test_an_answer_from_another_provider_is_none(client, noor):
    assert client.get(go(client) + "&iss=https://other.example.org").status_code == 403
    assert not is_in(client)


def test_an_answer_after_ten_minutes_is_none(client, noor):
    back = go(client)

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert client.get(back).status_code == 403


def test_anybody_may_knock_at_the_door_without_filling_the_record(client, provider, db):
    for _ in range(3):
        client.get(reverse("openid:return"), {"code": "x", "state": "\u202e"})

    assert not ProviderSignIn.objects.exists()


@pytest.mark.parametrize("state", ["", "x" * 10_000, "é", "%00"])
def test_a_made_up_state_is_no_error(client, noor, state):
    go(client)

    assert client.get(reverse("openid:return"), {"code": "x", "state": state}).status_code in {400, 403}


def test_a_provider_that_is_away_is_a_plain_page(client, provider, noor):
    provider.close()

    assert client.get(reverse("openid:start")).status_code == 403
    assert last().refusal == Refusal.UNREACHABLE


def test_a_provider_that_is_slow_is_a_plain_page(client, provider, noor, monkeypatch):
    monkeypatch.setattr(gateways, "TIMEOUT", (0.2, 0.2))
    waits = threading.Event()
    provider.before = lambda path: path == "/token" and waits.wait(1)

    assert sign_in(client).status_code == 403
    assert last().refusal == Refusal.UNREACHABLE
    waits.set()


@pytest.mark.parametrize(
    "published",
    [{"issuer": "https://other.example.org"}, {"authorization_endpoint": None}, {"authorization_endpoint": "ftp://x"}],
)
def test_a_provider_that_answers_for_another_is_a_plain_page(client, provider, noor, published):
    provider.published = published

    assert client.get(reverse("openid:start")).status_code == 403
    assert last().refusal == Refusal.UNTRUSTED


def test_addresses_and_keys_are_asked_for_once_in_an_hour(client, provider, noor):
    sign_in(client)
    sign_in(client)

    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/jwks") == 1


def test_a_new_key_is_found_without_waiting_for_the_hour_to_end(client, provider, noor):
    sign_in(client)
    client.logout()
    provider.key = provider.signing_key = RSAKey.generate_key(2048, {"kid": "second"})

    sign_in(client)

    assert is_in(client)


def test_the_account_page_leads_to_the_smartcard(client, noor):
    sign_in(client)

    page = client.get(reverse("accounts:me")).content.decode()

    assert reverse("openid:connect") in page
    assert "Disconnect the smartcard" in client.get(reverse("openid:connect")).content.decode()


def test_a_client_secret_serves_where_a_provider_wants_one(client, provider, noor, settings):
    settings.OPENID = replace(settings.OPENID, key="", secret="a-made-up-secret")
    given = []
    provider.hears = lambda path, headers: given.append(headers.get("Authorization", "")) if path == "/token" else None

    sign_in(client)

    assert given[0].startswith("Basic ")  # and this provider, which wants the signed assertion, refuses it
    assert last().refusal == Refusal.UNTRUSTED


# --- Connecting ------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_the_door(provider, place, nurse, browse):
    """The nurse, signed in with her password just now, without a smartcard."""
    nurse.set_password(factories.PASSWORD)
    nurse.save()
    client = Client()
    client.post(reverse("account_login"), {"login": nurse.email, "password": factories.PASSWORD})
    assert is_in(client)
    return client


def say_again(client):
    """Who one is, with the password."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})


def test_a_person_connects_their_own_smartcard_and_then_comes_in_with_it(client, at_the_door, nurse):
    confirm = at_the_door.get(go(at_the_door, "openid:start_connecting"))
    assert confirm["Location"] == reverse("openid:confirm")
    say_again(at_the_door)
    assert "NURSE Noor (Ms)" in at_the_door.get(reverse("openid:confirm")).content.decode()

    at_the_door.post(reverse("openid:confirm"))

    sign_in(client)
    assert client.session["_auth_user_id"] == str(nurse.pk)


def test_nothing_is_connected_until_its_person_says_so(at_the_door):
    at_the_door.get(go(at_the_door, "openid:start_connecting"))

    assert not ProviderIdentity.objects.exists()


def test_before_connecting_one_says_again_who_one_is(at_the_door):
    at_the_door.get(go(at_the_door, "openid:start_connecting"))
    say_again(at_the_door)

    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        response = at_the_door.post(reverse("openid:confirm"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not ProviderIdentity.objects.exists()


def test_an_address_that_matches_connects_nobody(client, provider, place, nurse):
    nurse.email = person()["email"]
    nurse.save()

    assert sign_in(client).status_code == 403
    assert not ProviderIdentity.objects.exists()


def test_a_smartcard_opens_one_account_only(at_the_door, provider, gp):
    actions.connect_identity(user=gp, issuer=provider.issuer, subject=person()["sub"], by=gp)
    at_the_door.get(go(at_the_door, "openid:start_connecting"))
    say_again(at_the_door)

    page = at_the_door.post(reverse("openid:confirm"), follow=True).content.decode()

    assert "cannot be connected" in page
    assert ProviderIdentity.objects.get().user == gp


def test_disconnecting_ends_the_sessions_that_began_with_it(client, noor, browse):
    sign_in(client)

    browse(noor).post(reverse("openid:connect"))

    assert client.get(reverse("today")).status_code == 302
    assert sign_in(Client()).status_code == 403


# --- The end of a session --------------------------------------------------------------------------------------------


def end_sessions(provider, **changes):
    token = changes.pop("token", None) or provider.logout_token(**changes)
    return Client(enforce_csrf_checks=True).post(reverse("openid:end_sessions"), {"logout_token": token})


@pytest.mark.parametrize("named", [{}, {"sid": None, "sub": person()["sub"]}], ids=["the session", "the person"])
def test_the_provider_ends_the_session(client, provider, noor, named):
    sign_in(client)

    assert end_sessions(provider, **named).status_code == 200

    assert client.get(reverse("today")).status_code == 302


def test_the_provider_leaves_sessions_alone_that_it_did_not_begin(client, provider, noor, browse):
    sign_in(client)
    other = browse(noor)

    end_sessions(provider)

    assert other.get(reverse("today")).status_code == 200


def test_a_request_to_end_sessions_is_obeyed_once(client, provider, noor):
    token = provider.logout_token()
    end_sessions(provider, token=token)
    sign_in(client)

    assert end_sessions(provider, token=token).status_code == 200
    assert client.get(reverse("today")).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example.org"},
        {"aud": "somebody-else"},
        {"iat": EARLIER},
        {"iat": None},
        {"jti": None},
        {"jti": 5},
        {"events": None},
        {"events": {"x": {}}},
        {"events": "x"},
        {"sid": None},
        {"sid": ["session-1"]},
        {"nonce": "x"},
        {"token": "x"},
        {"token": "a.b.c"},
    ],
    ids=str,
)
def test_a_request_to_end_sessions_that_is_not_the_providers_own_ends_none(client, provider, noor, changes):
    sign_in(client)

    assert end_sessions(provider, **changes).status_code == 400

    assert client.get(reverse("today")).status_code == 200


def test_a_request_to_end_sessions_signed_by_somebody_else_ends_none(client, provider, noor):
    sign_in(client)
    provider.signing_key = STRANGER_KEY

    assert end_sessions(provider).status_code == 400


def test_signing_out_goes_on_to_the_provider(client, provider, noor):
    sign_in(client)

    response = client.post(reverse("account_logout"))
    page = client.get(response["Location"])

    assert response["Location"] == reverse("openid:signed_out")
    assert f"{provider.issuer}/end?client_id={CLIENT_ID}" in page["Refresh"]


def test_whoever_came_by_password_is_not_sent_to_the_provider(at_the_door):
    assert at_the_door.post(reverse("account_logout"))["Location"] != reverse("openid:signed_out")


# --- Without a provider ----------------------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_button_and_no_page(client, db):
    assert "oidc" not in client.get(reverse("account_login")).content.decode()
    for name in ("start", "return", "signed_out"):
        assert client.get(reverse(f"openid:{name}")).status_code == 404
    assert client.post(reverse("openid:end_sessions")).status_code == 404


def test_with_a_provider_the_sign_in_page_has_its_button(client, provider, db):
    page = client.get(reverse("account_login")).content.decode()

    assert "Sign in with NHS smartcard or CIS2" in page
    assert reverse("openid:start") in page
