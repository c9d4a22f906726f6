"""Writing about people who sign in."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import events, permissions
from accounts.models import Membership, User
from accounts.roles import Role
from audit import actions as audit
from audit import constraints, wall


@transaction.atomic
def create_user(*, email: str, name: str, process: str, password: str | None = None) -> User:
    """Make somebody's account. Holds no role until one is granted; without a password it cannot sign in yet.

    `process` says what set it going (setting a scheme up, the demo); accounts are never made by a visitor.
    """
    user = User(email=User.objects.normalize_email(email), name=name)
    user.set_password(password)
    constraints.save(user)
    audit.record(events.ACCOUNT_MADE, subject=user, process=process, name=name)
    return user


@transaction.atomic
def grant_membership(
    *,
    user: User,
    role: Role,
    scheme_id: UUID,
    place_label: str,
    starts_on: date,
    organisation_id: UUID | None = None,
    ends_on: date | None = None,
    by: Any = None,
    process: str = "",
) -> Membership:
    """Give a person a role at a place from a day on.

    Refused unless `by` may give this role in the scheme, and nobody gives one to themselves; a named process (setting
    up, an accepted invitation, the demo) passes itself instead.
    """
    if by is not None and (by.pk == user.pk or not permissions.can_give_role(by, role, scheme_id)):
        raise PermissionDenied("You may not give this role, or not to yourself.")
    membership = Membership(
        user=user,
        role=role,
        scheme_id=scheme_id,
        organisation_id=organisation_id,
        place_label=place_label,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    constraints.save(membership)
    with wall.within(scheme_id, by and by.pk):
        audit.record(
            events.MEMBERSHIP_GRANTED,
            subject=membership,
            by=by,
            process=process,
            name=user.name,
            role=membership.role_label,
            place=place_label,
            starts_on=starts_on,
        )
    return membership


@transaction.atomic
def switch_role(*, membership: Membership, by: Any) -> Membership:
    """Go on under another of one's own memberships; refused when it is somebody else's."""
    if membership.user_id != by.pk:
        raise PermissionDenied("This role is somebody else's.")
    with wall.within(membership.scheme_id, by.pk):
        audit.record(
            events.ROLE_SWITCHED,
            subject=membership,
            by=by,
            name=by.name,
            role=membership.role_label,
            place=membership.place_label,
        )
    return membership
