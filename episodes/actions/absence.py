"""Saying when somebody who answers for people is away, and who stands in."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import events, permissions
from episodes.models import Absence, AbsenceKind
from practices.models import Post, Professional


@transaction.atomic
def record_absence(
    *,
    professional: Professional,
    starts_on: date,
    by: Any,
    ends_on: date | None = None,
    kind: str = AbsenceKind.LEAVE,
    deputy: Professional | None = None,
) -> Absence:
    """Put on record that somebody is away, from a day to a day or until further notice, with a deputy or without.

    Refused for days that are over, for a deputy without a post on the first day, and when they are away already.
    """
    if not permissions.can_record_absence(by, professional):
        raise PermissionDenied("You may not say when this person is away.")
    first = max(starts_on, timezone.localdate())
    if ends_on is not None and ends_on < timezone.localdate():
        raise ValidationError({"ends_on": "These days are over. Enter today or a later day."})
    if deputy and not Post.objects.held_on(first).filter(professional=deputy).exists():
        raise ValidationError({"deputy": f"{deputy} has no post in the scheme then. Choose somebody else."})
    absence = Absence(
        scheme_id=professional.scheme_id,
        professional=professional,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
        recorded_by=by,
    )
    constraints.save(absence)
    until = f" until {ends_on.day} {ends_on:%B %Y}" if ends_on else ""
    audit.record(
        events.ABSENCE_RECORDED,
        subject=absence,
        by=by,
        professional=professional.name,
        starts_on=starts_on,
        until=until,
        deputy=f"{deputy.name} stands in" if deputy else "nobody stands in",
    )
    return absence


@transaction.atomic
def cancel_absence(*, absence: Absence, by: Any) -> Absence:
    """Call an absence off. Refused when that was done already."""
    if not permissions.can_record_absence(by, absence.professional):
        raise PermissionDenied("You may not say when this person is away.")
    absence = Absence.objects.select_for_update(of=("self",)).select_related("professional").get(pk=absence.pk)
    if absence.cancelled_at:
        raise ValidationError("This was called off already.")
    absence.cancelled_at, absence.cancelled_by = timezone.now(), by
    constraints.save(absence, update_fields=["cancelled_at", "cancelled_by"])
    audit.record(
        events.ABSENCE_CALLED_OFF,
        subject=absence,
        by=by,
        professional=absence.professional.name,
        starts_on=absence.starts_on,
    )
    return absence
