"""The second step of signing in."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts import actions, queries
from accounts.models import Notice, SecurityEvent
from accounts.roles import Role
from accounts.security import Deed
from tests import factories
from tests.conftest import NOW

SECRET = "JBSWY3DPEHPK3PXP"
CODE = reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.SECOND_FACTOR = "on"


@pytest.fixture
def casey(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    user.email = "casey@example.org"
    user.set_password(factories.PASSWORD)
    user.save()
    return user


@pytest.fixture
def with_app(casey):
    actions.set_up_second_factor(user=casey, secret=SECRET, process="test")
    RecoveryCodes.activate(casey)
    return casey


def code_now(secret=SECRET):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "casey@example.org", "password": factories.PASSWORD})


def type_code(client, code):
    return client.post(CODE, {"code": code})


def is_in(client):
    return "_auth_user_id" in client.session


def text(response):
    return response.content.decode()


def test_the_code_of_the_app_opens_the_door(client, with_app):
    sign_in(client)
    assert not is_in(client)

    type_code(client, code_now())

    assert is_in(client)


def test_the_same_code_twice_fails(client, with_app):
    sign_in(client)
    type_code(client, code_now())
    other = Client()
    sign_in(other)

    response = type_code(other, code_now())

    assert not is_in(other)
    assert "Wait for the next one" in text(response)


def test_after_five_wrong_codes_the_right_one_waits_too(client, with_app):
    sign_in(client)
    wrong = "000000" if code_now() != "000000" else "000001"
    for _ in range(5):
        type_code(client, wrong)

    response = type_code(client, code_now())

    assert not is_in(client)
    assert "Wait 15 minutes" in text(response)


def test_wrong_codes_are_on_record(client, with_app):
    sign_in(client)
    type_code(client, "12345")

    assert SecurityEvent.objects.filter(user=with_app, deed=Deed.CODE_REFUSED).count() == 1


def test_a_recovery_code_gets_in_once_and_its_owner_is_told(client, with_app):
    code = queries.Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client)
    type_code(client, code)
    assert is_in(client)
    assert queries.factors(with_app).codes_left == 9
    assert "A recovery code was used" in Notice.objects.get(to=with_app.email).body

    other = Client()
    sign_in(other)
    type_code(other, code)

    assert not is_in(other)


def test_recovery_codes_are_not_in_the_database_as_they_are(with_app):
    held = Authenticator.objects.get(type="recovery_codes")

    assert not any(code in str(held.data) for code in held.wrap().generate_codes())


def test_whoever_has_none_is_led_to_set_one_up_before_anything_else(browse, casey):
    client = browse(casey)

    response = client.get("/people/")

    assert response["Location"] == f"{reverse('mfa_index')}?next=%2Fpeople%2F"
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post("/people/search/", {"q": "x"}).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302


def set_up_app(client):
    again = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirm that it is you" in text(again)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'app-code">([A-Z2-7 ]+)<', text(page)).group(1).replace(" ", "")
    return client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)


def test_setting_an_app_up_shows_recovery_codes_once_and_opens_the_rest(
    browse, casey, django_capture_on_commit_callbacks
):
    client = browse(casey)

    with django_capture_on_commit_callbacks(execute=True):
        page = set_up_app(client)

    assert len(re.findall(r"<li class=\"app-code\">\d{4} \d{4}</li>", text(page))) == 10
    assert "cannot be shown again" in text(client.get(reverse("mfa_view_recovery_codes")))
    assert client.get("/").status_code == 200
    assert "authenticator app was added" in Notice.objects.get(to=casey.email).body


def test_changing_factors_asks_again_after_five_minutes(browse, casey):
    with time_machine.travel(NOW, tick=False) as clock:
        client = browse(casey)
        set_up_app(client)
        assert client.get(reverse("mfa_add_webauthn")).status_code == 200

        clock.shift(timedelta(minutes=5, seconds=1))

        assert client.get(reverse("mfa_add_webauthn")).status_code == 302


def test_the_only_factor_is_not_removed(browse, casey):
    client = browse(casey)
    set_up_app(client)

    response = client.post(reverse("mfa_deactivate_totp"))

    assert "Set up another one first" in text(response)
    assert queries.has_second_factor(casey)


NO_OBJECT = ["", "[]", "null", "0", "false", '""']


@pytest.mark.parametrize(
    "credential",
    [*NO_OBJECT, "{}", "not json", '{"id": 1, "response": []}', '{"id": "\\ud800"}', "9" * 5000, "[" * 5000],
)
def test_a_broken_passkey_is_refused_in_words(browse, casey, credential):
    client = browse(casey)
    set_up_app(client)

    response = client.post(reverse("mfa_add_webauthn"), {"name": "Key", "credential": credential})

    assert response.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


BROKEN = [
    "",
    "[]",
    "null",
    "0",
    '{"id": "\\ud800"}',
    '{"id": 1, "response": []}',
    '{"id": "AA", "rawId": "AA", "response": {}, "type": "x"}',
    "9" * 5000,
]


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_passkey_does_not_sign_in(client, with_app, credential):
    sign_in(client)

    response = client.post(CODE, {"credential": credential})

    assert response.status_code == 200
    assert not is_in(client)


def test_somebody_who_lost_it_is_freed_of_it_by_whoever_keeps_the_accounts(browse, with_app, scheme):
    keeper = factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme, name="Ada Administrator")
    client = browse(with_app)
    assert client.get("/").status_code == 200

    actions.reset_second_factor(user=with_app, reason="Lost it.", by=keeper)

    assert not queries.has_second_factor(with_app)
    assert client.get("/").status_code == 302
    assert "reset by whoever keeps the accounts" in Notice.objects.get(to=with_app.email).body


def test_nobody_frees_themselves_of_it(with_app):
    with pytest.raises(PermissionDenied):
        actions.reset_second_factor(user=with_app, reason="Lost it.", by=with_app)
