"""Asking colleagues to sign in: inviting, asking again, taking it back, and accepting."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import events, permissions, wording
from accounts.actions.notices import queue_notice
from accounts.actions.people import create_user, grant_membership
from accounts.household import key_of
from accounts.models import StaffInvitation, User
from accounts.roles import Role
from audit import actions as audit
from audit import constraints, wall

LASTS = timedelta(days=14)
PROCESS = "accounts.accept_invitation"


@transaction.atomic
def invite_colleague(
    *,
    email: str,
    name: str,
    role: Role,
    place_label: str,
    starts_on: date,
    by: Any,
    organisation_id: UUID | None = None,
    ends_on: date | None = None,
) -> StaffInvitation:
    """Ask somebody by e-mail to take a role at a place of the scheme. It runs out after a fortnight.

    Refused to whoever may not give the role, for oneself, and while the same invitation waits. Whether the address
    signs in already makes no difference to the answer.
    """
    scheme_id = by.acting and by.acting.scheme_id
    if not permissions.can_give_role(by, role, scheme_id):
        raise PermissionDenied("You may not give this role.")
    if User.objects.normalize_email(email).lower() == by.email.lower():
        raise ValidationError({"email": "Nobody gives a role to themselves. Ask another administrator."})
    now = timezone.now()
    invitation = StaffInvitation(
        email=User.objects.normalize_email(email),
        name=name,
        role=role,
        scheme_id=scheme_id,
        organisation_id=organisation_id,
        place_label=place_label,
        starts_on=starts_on,
        ends_on=ends_on,
        invited_by=by,
        invited_at=now,
        expires_at=now + LASTS,
    )
    constraints.save(invitation)
    _send(invitation)
    audit.record(events.INVITED, subject=invitation, by=by, starts_on=starts_on, **_facts(invitation))
    return invitation


@transaction.atomic
def invite_again(*, invitation: StaffInvitation, by: Any) -> StaffInvitation:
    """Send the link again, good for another fortnight. Refused once it was accepted or withdrawn."""
    invitation = _held(invitation, by)
    invitation.expires_at = timezone.now() + LASTS
    invitation.save(update_fields=["expires_at"])
    _send(invitation)
    audit.record(events.INVITED_AGAIN, subject=invitation, by=by, **_facts(invitation))
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: StaffInvitation, by: Any) -> StaffInvitation:
    """Take an invitation back; its link opens nothing any more. Refused once it was accepted or withdrawn."""
    invitation = _held(invitation, by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(events.INVITATION_WITHDRAWN, subject=invitation, by=by, **_facts(invitation))
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    invitation: StaffInvitation,
    user: User | None = None,
    name: str = "",
    password: str = "",
    postcode: str = "",
) -> User:
    """Take the role that one was invited to; somebody new gets their account with the name and password they chose.

    Of a home postcode only a digest is kept. Refused once it was accepted, withdrawn or has run out, and to anybody but
    the holder of the address. Whoever signs in already accepts by signing in, and is passed as `user`; somebody who had
    left chooses a new password.
    """
    found = StaffInvitation.objects.waiting(timezone.now()).select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise ValidationError("This invitation is not open any more.", code="closed")
    existing = User.objects.filter(email__iexact=found.email).first()
    if (user is not None and user != existing) or (user is None and existing and existing.is_active):
        raise PermissionDenied("This invitation is for somebody else.")
    with wall.within(found.scheme_id):
        user = user or _account(existing, email=found.email, name=name, password=password)
        grant_membership(
            user=user,
            role=Role(found.role),
            scheme_id=found.scheme_id,
            organisation_id=found.organisation_id,
            place_label=found.place_label,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            process=PROCESS,
        )
        if postcode:
            user.household_key = key_of(postcode)
            user.save(update_fields=["household_key"])
        found.accepted_at, found.accepted_by = timezone.now(), user
        found.save(update_fields=["accepted_at", "accepted_by"])
        audit.record(events.INVITATION_ACCEPTED, subject=found, process=PROCESS, **_facts(found))
    return user


def _account(left: User | None, *, email: str, name: str, password: str) -> User:
    """A new account, or that of somebody who had left, opened again under the password they chose now."""
    if left is None:
        return create_user(email=email, name=name, password=password, process=PROCESS)
    left.name, left.is_active = name, True
    left.set_password(password)
    left.save(update_fields=["name", "is_active", "password"])
    audit.record(events.CAME_BACK, subject=left, process=PROCESS, name=name)
    return left


def _held(invitation: StaffInvitation, by: Any) -> StaffInvitation:
    """The invitation, waiting or run out, held by nobody else."""
    if not permissions.can_give_role(by, invitation.role, invitation.scheme_id):
        raise PermissionDenied("You may not give this role.")
    invitation = StaffInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise ValidationError("This invitation is not open any more.", code="closed")
    return invitation


def _send(invitation: StaffInvitation) -> None:
    subject, body = wording.invitation(invitation.name, invitation.role_label, invitation.place_label)
    queue_notice(to=invitation.email, subject=subject, body=body, opens="accounts:join", opens_id=invitation.pk)


def _facts(invitation: StaffInvitation) -> dict[str, Any]:
    return {"name": invitation.name, "role": invitation.role_label, "place": invitation.place_label}
