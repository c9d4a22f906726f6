"""Ending a role on a day, and everything at once for somebody who has left."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import events, permissions
from accounts.actions.sessions import end_sessions
from accounts.models import Membership, StaffInvitation, User
from audit import actions as audit
from audit import constraints


@transaction.atomic
def end_membership(*, membership: Membership, ends_on: date, reason: str, by: Any) -> Membership:
    """Say which day is the last of a role; access ends with that day.

    Refused for a day that is over, because then it had not ended, and once the role has ended.
    """
    if not permissions.can_give_role(by, membership.role, membership.scheme_id):
        raise PermissionDenied("You may not end this role.")
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    today = timezone.localdate()
    if membership.ended_at or (membership.ends_on and membership.ends_on < today):
        raise ValidationError("This role has ended already.", code="ended")
    if ends_on < today:
        raise ValidationError(
            {"ends_on": "The last day must be today or later. Say that they have left to end it now."}
        )
    membership.ends_on, membership.end_reason = ends_on, reason
    constraints.save(membership, update_fields=["ends_on", "end_reason"])
    audit.record(
        events.MEMBERSHIP_ENDED,
        subject=membership,
        by=by,
        name=membership.user.name,
        role=membership.role_label,
        place=membership.place_label,
        ends_on=ends_on,
        reason=reason,
    )
    return membership


@transaction.atomic
def record_leaver(*, user: User, reason: str, by: Any) -> list[Membership]:
    """Somebody has left: every role of theirs in this scheme ends now, and their next request shows nothing more.

    Without a role in any other scheme they cannot sign in again. Open invitations to them, and those they sent, are
    withdrawn. What they held stays where it is and becomes a finding for whoever runs the scheme. Refused for oneself
    and for somebody whose role one may not end.
    """
    scheme_id = by.acting and by.acting.scheme_id
    held = list(
        Membership.objects.select_for_update(of=("self",))
        .filter(user=user, scheme_id=scheme_id, ended_at__isnull=True)
        .filter(pk__in=Membership.objects.not_over(timezone.localdate()).values("pk"))
    )
    if by.pk == user.pk or not held or not all(permissions.can_give_role(by, m.role, scheme_id) for m in held):
        raise PermissionDenied("You may not end this person's access.")
    now = timezone.now()
    Membership.objects.filter(pk__in=[m.pk for m in held]).update(ended_at=now, end_reason=reason)
    _withdraw_invitations(user, by)
    if not Membership.objects.not_over(timezone.localdate()).filter(user=user).exists():
        User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user=user, by=by)
    audit.record(events.LEFT, subject=user, by=by, name=user.name, reason=reason)
    return held


def _withdraw_invitations(leaver: User, by: Any) -> None:
    """Take back what is open to the leaver or was sent by them, whoever may give those roles: it goes with them."""
    theirs = Q(email__iexact=leaver.email) | Q(invited_by=leaver)
    open_here = StaffInvitation.objects.open().filter(theirs, scheme_id=by.acting.scheme_id)
    for invitation in open_here.select_for_update(of=("self",)):
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        audit.record(
            events.INVITATION_WITHDRAWN, subject=invitation, by=by, name=invitation.name, role=invitation.role_label
        )
