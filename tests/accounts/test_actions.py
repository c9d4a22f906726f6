"""Making people who sign in, and giving them roles."""

from datetime import date

import pytest
from allauth.mfa.adapter import get_adapter
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.models import Membership, User
from accounts.roles import Role
from audit.models import Event
from tests import factories


def grant(scheme, **given):
    return actions.grant_membership(
        **{
            "user": factories.UserFactory(name="Robin New"),
            "role": Role.COMMISSIONER,
            "scheme_id": scheme.pk,
            "place_label": scheme.name,
            "starts_on": date(2026, 3, 1),
            **given,
        }
    )


def test_a_new_person_has_their_own_password_and_no_role(db):
    user = actions.create_user(
        email="robin@EXAMPLE.org", name="Robin New", password="a long enough password", process="test"
    )

    assert user.email == "robin@example.org"
    assert User.objects.get().check_password("a long enough password")
    assert user.acting is None


def test_a_second_person_with_the_same_email_is_refused(db):
    factories.UserFactory(email="robin@example.org")

    with pytest.raises(ValidationError):
        actions.create_user(email="robin@example.org", name="Robin", password="a long enough password", process="test")


def test_the_coordinator_gives_somebody_a_role_and_it_is_recorded(scheme, coordinator):
    membership = grant(scheme, by=coordinator)

    event = Event.objects.get(kind="accounts.membership_granted")
    assert membership.user.acting == membership
    assert event.sentence == "Robin New was made Commissioner at Wolds Shared Care from 1 March 2026."
    assert event.by == coordinator


def test_setting_up_gives_a_role_under_its_own_name(scheme):
    grant(scheme, process="schemes.set_up")

    assert Event.objects.get().process == "schemes.set_up"


def test_the_coordinator_of_one_scheme_gives_no_role_in_another(scheme, stranger):
    with pytest.raises(PermissionDenied):
        grant(scheme, by=stranger)

    assert not Membership.objects.filter(user__name="Robin New").exists()


def test_a_role_at_the_wrong_kind_of_place_is_refused_in_words(scheme, coordinator):
    with pytest.raises(ValidationError, match="another kind of place"):
        grant(scheme, by=coordinator, role=Role.PRESCRIBER)


def test_going_on_in_another_role_is_recorded_where_that_role_is_held(scheme, gp):
    second = grant(scheme, user=gp, process="test")

    actions.switch_role(membership=second, by=gp)

    assert Event.objects.get(kind="accounts.role_switched").sentence == (
        "Dr Greta Ash went on as Commissioner, Wolds Shared Care."
    )


def test_nobody_goes_on_in_somebody_elses_role(gp, nurse):
    with pytest.raises(PermissionDenied):
        actions.switch_role(membership=nurse.acting, by=gp)


def test_a_second_factor_is_set_up_for_an_account_and_recorded(scheme):
    user = factories.UserFactory(name="Robin New")

    authenticator = actions.set_up_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", process="test")

    assert get_adapter().decrypt(authenticator.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert Event.objects.get().sentence == "A second factor was set up for Robin New."


def test_an_account_without_a_password_cannot_sign_in_yet(db):
    user = actions.create_user(email="robin@example.org", name="Robin New", process="test")

    assert not user.has_usable_password()
