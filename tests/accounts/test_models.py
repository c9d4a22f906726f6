"""People who sign in, and the days on which they hold a role."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from accounts.permissions import holds
from accounts.roles import Permission, Role
from tests import factories


def test_somebody_is_found_by_their_email_whatever_the_capitals(db):
    user = factories.UserFactory(email="casey@example.org")

    assert User.objects.get_by_natural_key("Casey@Example.ORG") == user


def test_two_people_cannot_share_an_email(db):
    factories.UserFactory(email="casey@example.org")

    with pytest.raises(ValidationError, match="already signs in with this e-mail address"):
        User(email="CASEY@example.org", name="Another", password="!").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UserFactory(email="CASEY@example.org")


def test_a_role_is_held_on_its_first_and_its_last_day_and_on_no_other(scheme):
    user = factories.sign_in(Role.COMMISSIONER, scheme)
    Membership.objects.filter(user=user).update(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 16))

    held = {day: user.memberships.held_on(date(2026, *day)).exists() for day in [(2, 28), (3, 1), (3, 16), (3, 17)]}

    assert held == {(2, 28): False, (3, 1): True, (3, 16): True, (3, 17): False}


def test_a_person_acts_under_the_first_role_they_hold_today(scheme, today):
    user = factories.UserFactory()
    factories.MembershipFactory(
        user=user,
        role=Role.COMMISSIONER,
        scheme_id=scheme.pk,
        place_label="x",
        starts_on=date(2023, 1, 1),
        ends_on=date(2026, 3, 15),
    )
    now = factories.MembershipFactory(user=user, role=Role.MONITORING_MEMBER, scheme_id=scheme.pk, place_label="x")

    assert user.acting == now
    assert list(user.memberships_now) == [now]


def test_a_person_without_a_role_may_do_nothing(db):
    user = factories.UserFactory()

    assert user.acting is None
    assert not any(holds(user, permission) for permission in Permission)


def test_a_role_at_an_organisation_cannot_be_held_at_the_scheme(scheme):
    membership = Membership(
        user=factories.UserFactory(),
        role=Role.PRESCRIBER,
        scheme_id=scheme.pk,
        place_label=scheme.name,
        starts_on=date(2026, 1, 1),
    )

    with pytest.raises(ValidationError, match="another kind of place"):
        membership.full_clean()
    with pytest.raises(IntegrityError, match="membership_place_fits_role"), transaction.atomic():
        membership.save()


def test_a_role_does_not_end_before_it_begins(scheme):
    with pytest.raises(IntegrityError, match="membership_ends_after_start"), transaction.atomic():
        factories.MembershipFactory(
            role=Role.COMMISSIONER,
            scheme_id=scheme.pk,
            place_label="x",
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 1),
        )


def test_a_role_nobody_knows_is_refused(scheme):
    with pytest.raises(IntegrityError, match="membership_"), transaction.atomic():
        factories.MembershipFactory(role="owner", scheme_id=scheme.pk, place_label="x")


def test_a_membership_says_the_role_and_the_place(gp):
    assert str(gp.acting) == "Prescriber, Elm Surgery"
    assert str(gp) == "Dr Greta Ash"
