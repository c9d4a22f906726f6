"""The one table of roles: complete, and never loosened by accident."""

import pytest

from accounts.roles import HELD_AT, PERMISSIONS, Permission, Role, at_organisation, may


def test_every_role_has_its_permissions_and_its_kind_of_place():
    assert set(PERMISSIONS) == set(HELD_AT) == set(Role)


def test_every_permission_is_held_by_some_role():
    held = frozenset().union(*PERMISSIONS.values())

    assert held == set(Permission)


@pytest.mark.parametrize("role", [Role.MONITORING_MEMBER, Role.COMMISSIONER])
def test_members_of_the_group_and_commissioners_never_see_a_person(role):
    assert not may(role, Permission.VIEW_PEOPLE)
    assert may(role, Permission.VIEW_FIGURES)


def test_the_coordinator_runs_the_scheme_but_does_not_give_care():
    assert may(Role.SCHEME_COORDINATOR, Permission.RUN_SCHEME)
    assert not may(Role.SCHEME_COORDINATOR, Permission.RECORD_REVIEW)
    assert not may(Role.SCHEME_COORDINATOR, Permission.AGREE_PLAN)


def test_whoever_gives_care_works_at_an_organisation():
    carers = [role for role in Role if may(role, Permission.RECORD_REVIEW)]

    assert carers
    assert all(at_organisation(role) for role in carers)
