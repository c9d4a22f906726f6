"""Who is asked to sign in here: only at places that take part."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts import permissions
from accounts.models import StaffInvitation
from accounts.roles import Role
from practices.models import Organisation
from schemes import queries
from ui import words


@transaction.atomic
def invite_colleague(
    *,
    email: str,
    name: str,
    role: Role,
    starts_on: date,
    by: Any,
    organisation: Organisation | None = None,
    ends_on: date | None = None,
) -> StaffInvitation:
    """Ask somebody by e-mail to take a role at a place that takes part in the scheme, or at the scheme itself.

    Refused, besides what accounts refuses, for a place that takes no part on the first day (today, when that is over).
    """
    if not permissions.can_manage_access(by, by.acting and by.acting.scheme_id):
        raise PermissionDenied("You may not invite anybody here.")
    day = max(starts_on, timezone.localdate())
    if organisation is not None and not queries.organisations_taking_part(day).filter(pk=organisation.pk).exists():
        raise ValidationError(
            {"organisation": f"{organisation.name} takes no part in the scheme on {words.day(day)}. Record that first."}
        )
    return accounts.invite_colleague(
        email=email,
        name=name,
        role=role,
        organisation_id=organisation.pk if organisation else None,
        place_label=organisation.name if organisation else queries.scheme_of(by).name,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
