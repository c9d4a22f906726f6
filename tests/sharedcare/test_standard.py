"""Small facts that the security standard asks for and that no story about the product would tell."""

import importlib
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from structlog.processors import TimeStamper

from accounts.hashers import Argon2
from accounts.origin import origin_of
from accounts.roles import Role
from audit.events import Kind
from patients import contact
from sharedcare.logging import SHARED
from tests import factories
from tests.conftest import NOW
from tests.sharedcare.test_settings import GOOD, start
from tests.source import ROOT

SIGN_IN = reverse("account_login")


@pytest.fixture
def casey(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    user.email = "casey@example.org"
    user.set_password(factories.PASSWORD)
    user.save()
    return user


def signs_in(client, **more):
    return client.post(SIGN_IN, {"login": "casey@example.org", "password": factories.PASSWORD, **more})


@pytest.mark.parametrize("path", [SIGN_IN, "/", "/healthz", "/nothing-here/", "/people/?q=%00"])
def test_every_answer_carries_the_headers_of_the_standard(client, db, path):
    response = client.get(path)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert re.match(r"text/(html|plain); charset=utf-8$|application/json$", response["Content-Type"])


def test_the_headers_of_production_are_on():
    wanted = "SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_SSL_REDIRECT"
    assert start(wanted, **GOOD).stdout.strip() == "31536000 True True"


def test_cookies_are_for_this_site_alone(client, casey, settings):
    client.get(SIGN_IN)
    signs_in(client)

    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert {cookie["samesite"] for cookie in client.cookies.values()} <= {"Lax", "Strict"}
    assert {(cookie["path"], cookie["domain"]) for cookie in client.cookies.values()} == {("/", "")}


@pytest.mark.parametrize("place", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"])
def test_after_signing_in_nobody_is_led_to_another_site(client, casey, place):
    assert signs_in(client, next=place)["Location"] == reverse("today")


def test_paste_and_password_managers_are_welcome(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert re.search(r'<input[^>]*type="password"', page)
    assert 'autocomplete="current-password"' in page
    assert re.search(r'autocomplete="(email|username)"', page)
    scripts = sorted((ROOT / "static/js").glob("*.js"))
    assert [path.name for path in scripts if "paste" in path.read_text(encoding="utf-8")] == []


def test_a_password_does_not_grow_old(casey):
    with time_machine.travel(NOW.replace(year=NOW.year + 5), tick=False):
        assert authenticate(None, email="casey@example.org", password=factories.PASSWORD) == casey


@pytest.mark.parametrize("typed", ["Otter lamp river ", " Otter lamp river", "otter lamp river", "Otter lamp rive"])
def test_a_password_is_taken_exactly_as_it_was_typed(casey, typed):
    casey.set_password("Otter lamp river")
    casey.save()

    assert authenticate(None, email="casey@example.org", password=typed) is None
    assert authenticate(None, email="casey@example.org", password="Otter lamp river") == casey


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_a_reader_cannot_say_where_they_come_from(settings, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.7"})

    assert origin_of(request).address == address


def test_the_log_says_the_day_and_the_time_in_utc():
    stamp = next(each for each in SHARED if isinstance(each, TimeStamper))

    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London")), tick=False):
        assert stamp(None, "info", {})["timestamp"] == "2026-07-01 11:00:00Z"


def test_passwords_are_kept_with_argon2id():
    kept = Argon2().encode("three words apart", "a-salt-of-some-length")

    assert kept.startswith("argon2$argon2id$")
    costs = dict(re.findall(r"([mt])=(\d+)", kept))
    assert (int(costs["m"]), int(costs["t"])) >= (19 * 1024, 2)


def test_a_session_cannot_be_guessed(settings, db):
    store = importlib.import_module(settings.SESSION_ENGINE).SessionStore
    keys = {store()._get_new_session_key() for _ in range(50)}

    assert len(keys) == 50
    assert all(re.fullmatch(r"[0-9a-z]{32}", key) for key in keys)  # 36 to the 32nd: 165 bits


def test_a_recovery_code_cannot_be_guessed(casey):
    codes = RecoveryCodes.activate(casey).generate_codes()

    assert len(set(codes)) == len(codes) >= 10
    assert all(len(re.sub(r"\W", "", code)) >= 8 for code in codes)


def test_a_code_is_good_for_half_a_minute():
    secret, step = "JBSWY3DPEHPK3PXP", int(time.time()) // 30
    now, before_last = (totp.format_hotp_value(totp.hotp_value(secret, step - ago)) for ago in (0, 2))

    assert totp.validate_totp_code(secret, now) or int(time.time()) // 30 != step
    assert not totp.validate_totp_code(secret, before_last)


@pytest.mark.parametrize("folder", ["/static/", "/static/css/", "/static/js/../", "/media/"])
def test_no_folder_is_listed(client, db, folder):
    assert client.get(folder).status_code in {302, 404}


def test_every_page_of_somebody_signed_in_offers_to_sign_out(client, casey):
    signs_in(client)

    for path in (reverse("today"), "/people/", "/nothing-here/"):
        assert f'action="{reverse("account_logout")}"' in client.get(path).content.decode(), path


def test_a_new_password_asks_for_the_old_one(client, casey):
    signs_in(client)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})

    new = "otter lamp river stone"
    client.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": new, "password2": new})

    casey.refresh_from_db()
    assert casey.check_password(factories.PASSWORD)


def test_braces_in_what_was_typed_are_only_text():
    kind = Kind("tests.typed", "{name} was added.")

    assert kind.sentence(name="{0.__class__} {name!r} %s") == "{0.__class__} {name!r} %s was added."


@pytest.mark.parametrize("typed", ["jo@example.org\nBcc: all@example.org", "jo@example.org, all@example.org"])
def test_an_address_that_was_typed_is_one_address(typed):
    with pytest.raises(ValidationError):
        contact.email(typed)
