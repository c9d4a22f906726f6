"""The demo's sign-ins on the sign-in page."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests import factories


@pytest.fixture
def of_the_demo(scheme):
    """Somebody of the demo with two roles, and somebody who is not of the demo."""
    user = factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Gale Lead")
    factories.MembershipFactory(user=user, role=Role.COMMISSIONER, scheme_id=scheme.pk)
    for each in User.objects.all():
        each.set_password("shared-care-demo")
        each.save()
    return user


def pressed(client, user, role):
    membership = user.memberships.get(role=role)
    return client.post(reverse("demo_sign_in", args=[membership.pk]), follow=True)


def test_the_sign_in_page_shows_every_role_of_the_demo(client, of_the_demo):
    page = client.get(reverse("account_login")).text

    assert "Try the demo" in page
    assert page.index("Commissioner<") < page.index("Information-governance lead<")
    assert len(re.findall(r'action="/demo/sign-in/', page)) == 2


def test_no_other_page_shows_them(client, of_the_demo):
    assert "Try the demo" not in client.get(reverse("account_reset_password")).text


def test_without_the_demo_nothing_is_shown(client, db):
    assert "Try the demo" not in client.get(reverse("account_login")).text


@pytest.mark.parametrize("role", [Role.GOVERNANCE_LEAD, Role.COMMISSIONER])
def test_a_press_signs_in_under_the_role_that_was_pressed(client, of_the_demo, role):
    shown = pressed(client, of_the_demo, role)

    assert shown.status_code == 200
    assert shown.context["user"] == of_the_demo
    assert shown.context["user"].acting.role == role


def test_a_press_changes_who_is_in(client, of_the_demo, coordinator):
    client.force_login(coordinator)

    assert pressed(client, of_the_demo, Role.GOVERNANCE_LEAD).context["user"] == of_the_demo


def test_nobody_who_is_not_of_the_demo_can_be_pressed(client, scheme):
    user = factories.sign_in(Role.AUDITOR, scheme, name="Dr Ash")
    user.email = "ash@practice.invalid"
    user.set_password("a long enough password")
    user.save()

    assert pressed(client, user, Role.AUDITOR).status_code == 404


def test_a_link_signs_nobody_in(client, of_the_demo):
    assert client.get(reverse("demo_sign_in", args=[of_the_demo.memberships.first().pk])).status_code == 405


def test_a_press_from_another_site_is_refused(of_the_demo):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("demo_sign_in", args=[of_the_demo.memberships.first().pk])).status_code == 403
