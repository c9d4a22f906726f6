"""Signing in, not signing up, and switching between one's own roles."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.adapters import SecondFactorAdapter
from accounts.middleware import SESSION_KEY
from accounts.roles import Role
from tests import factories


@pytest.fixture
def casey(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    user.email = "casey@example.org"
    user.set_password(factories.PASSWORD)
    user.save()
    return user


def sign_in(client, password, email="casey@example.org"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_leads_to_today(client, casey):
    response = sign_in(client, factories.PASSWORD)

    assert (response.status_code, response["Location"]) == (302, reverse("today"))
    assert client.session["_auth_user_id"] == str(casey.pk)


def test_the_day_is_not_pushed_down_by_a_greeting(client, casey):
    response = client.get(sign_in(client, factories.PASSWORD)["Location"])

    assert "nhsuk-notification-banner" not in response.content.decode()


def test_capitals_in_the_email_do_not_matter(client, casey):
    assert sign_in(client, factories.PASSWORD, "Casey@Example.org").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [("casey@example.org", "wrong"), ("nobody@example.org", factories.PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(client, casey, email, password):
    response = sign_in(client, password, email)

    assert response.status_code == 200
    assert "not correct" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_made_inactive_does_not_get_in(client, casey):
    casey.is_active = False
    casey.save()

    sign_in(client, factories.PASSWORD)

    assert "_auth_user_id" not in client.session


def test_nobody_signs_themselves_up(client, db):
    response = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": "a long enough password"}
    )

    assert response.status_code == 200
    assert "sign up is currently closed" in response.content.decode().lower()


def test_a_page_asks_a_visitor_to_sign_in_and_remembers_where_they_were_going(client, db):
    response = client.get(reverse("today"))

    assert response["Location"] == f"{reverse('account_login')}?next={reverse('today')}"


@pytest.mark.parametrize(("setting", "asked"), [("on", True), ("off", False)])
def test_the_second_factor_is_asked_for_unless_it_is_off(settings, casey, setting, asked):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=casey, type=Authenticator.Type.TOTP, data={})
    settings.SECOND_FACTOR = setting

    assert SecondFactorAdapter().is_mfa_enabled(casey) is asked


def test_with_a_second_factor_the_password_alone_does_not_open_today(settings, client, casey):
    settings.SECOND_FACTOR = "on"
    actions.set_up_second_factor(user=casey, secret="JBSWY3DPEHPK3PXP", process="test")

    response = sign_in(client, factories.PASSWORD)

    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_switching_role_goes_on_as_the_other_one(browse, scheme, gp):
    second = factories.MembershipFactory(user=gp, role=Role.COMMISSIONER, scheme_id=scheme.pk, place_label="Wolds")
    client = browse(gp)

    response = client.post(reverse("accounts:act_as", args=[second.pk]))

    assert response["Location"] == reverse("today")
    assert client.session[SESSION_KEY] == str(second.pk)


def test_somebody_elses_role_does_not_exist_for_me(browse, gp, nurse):
    response = browse(gp).post(reverse("accounts:act_as", args=[nurse.acting.pk]))

    assert response.status_code == 404


def test_switching_is_a_press_of_a_button_not_a_link(browse, gp):
    assert browse(gp).get(reverse("accounts:act_as", args=[gp.acting.pk])).status_code == 405
