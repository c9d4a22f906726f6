"""Restricting a record to named people, and naming them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit import actions as audit
from audit import constraints
from patients import events, permissions, queries
from patients.models import NamedAccess, Patient, Restriction, Sensitivity
from patients.queries import staging

NOBODY_WHO_CARES = (
    "Name at least one person who gives care to this person, so that they are not forgotten. People who give care stand"
    " first in the list."
)


@transaction.atomic
def restrict_record(
    *,
    patient: Patient,
    sensitivity: str,
    reason: str,
    named: Sequence[UUID],
    by: Any,
    concerns: User | None = None,
) -> Restriction:
    """Close a record to everybody but those named; for all others it does not exist from this moment.

    `concerns` is the member of staff whose own record this is, or whose family's: it stays closed to them. Refused
    unless somebody who gives care to the person is named, and while a restriction lasts already.
    """
    patient = _governed(patient, by)
    if concerns == by:
        raise ValidationError({"concerns": "A record that concerns you is for another information-governance lead."})
    reaching = {each.user_id for each in queries.reaching(patient, timezone.localdate())}
    chosen = set(named)
    if not chosen <= reaching:
        raise ValidationError({"named": "Choose from the people whose role reaches this person today."})
    if concerns is not None and concerns.pk in chosen:
        raise ValidationError({"named": f"{concerns.name} may not be named: the record concerns them."})
    if not queries.gives_care_to(patient, chosen, timezone.localdate()):
        raise ValidationError({"named": NOBODY_WHO_CARES})
    restriction = Restriction(
        scheme_id=patient.scheme_id,
        patient=patient,
        sensitivity=sensitivity,
        reason=reason,
        concerns=concerns,
        starts_at=timezone.now(),
        placed_by=by,
    )
    constraints.save(restriction)
    with connection.cursor() as cursor:
        cursor.execute(staging.LET_GO, [patient.pk])
    _name(patient, chosen, reason, by)
    audit.record(
        events.RECORD_RESTRICTED,
        subject=restriction,
        by=by,
        patient_id=patient.pk,
        data={
            "sensitivity": Sensitivity(sensitivity).label,
            "reason": reason,
            "named": sorted(str(each) for each in chosen),
            "concerns": str(concerns.pk) if concerns else "",
        },
    )
    return restriction


def _name(patient: Patient, users: set[UUID], reason: str, by: Any) -> None:
    already = set(queries.named_for(patient).values_list("user_id", flat=True))
    constraints.save_all(
        [
            NamedAccess(
                scheme_id=patient.scheme_id,
                patient=patient,
                user_id=user_id,
                reason=reason,
                starts_at=timezone.now(),
                given_by=by,
            )
            for user_id in sorted(users - already)
        ]
    )


@transaction.atomic
def lift_restriction(*, restriction: Restriction, reason: str, by: Any) -> Restriction:
    """Open the record again to everybody whose role reaches the person. Refused once it was lifted."""
    patient = _governed(restriction.patient, by)
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if restriction.ends_at is not None:
        raise ValidationError("This restriction has been lifted already.", code="lifted")
    restriction.ends_at = timezone.now()
    restriction.lifted_by = by
    constraints.save(restriction, update_fields=["ends_at", "lifted_by"])
    NamedAccess.objects.lasting_at(restriction.ends_at).filter(patient=patient).update(ends_at=restriction.ends_at)
    audit.record(events.RESTRICTION_LIFTED, subject=restriction, by=by, patient_id=patient.pk, data={"reason": reason})
    return restriction


@transaction.atomic
def give_named_access(*, restriction: Restriction, user: User, reason: str, by: Any) -> NamedAccess:
    """Let one more person open a restricted record, as far as their role goes.

    Refused for whoever the record concerns, for somebody named already, and for a role that does not reach the person.
    """
    patient = _governed(restriction.patient, by)
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if restriction.ends_at is not None:
        raise ValidationError("This restriction has been lifted already.", code="lifted")
    if restriction.concerns_id == user.pk:
        raise ValidationError({"user": f"{user.name} may not be named: the record concerns them."})
    if user.pk not in {each.user_id for each in queries.reaching(patient, timezone.localdate())}:
        raise ValidationError({"user": "Choose from the people whose role reaches this person today."})
    access = NamedAccess(
        scheme_id=patient.scheme_id, patient=patient, user=user, reason=reason, starts_at=timezone.now(), given_by=by
    )
    constraints.save(access)
    audit.record(
        events.ACCESS_NAMED,
        subject=access,
        by=by,
        patient_id=patient.pk,
        data={"user": str(user.pk), "reason": reason},
    )
    return access


@transaction.atomic
def withdraw_named_access(*, access: NamedAccess, reason: str, by: Any) -> NamedAccess:
    """End one person's access to a restricted record.

    Refused once it has ended, and while nobody else who is named gives care to the person.
    """
    patient = _governed(access.patient, by)
    access = NamedAccess.objects.select_for_update().get(pk=access.pk)
    now = timezone.now()
    if access.ends_at is not None and access.ends_at <= now:
        raise ValidationError("This access has ended already.", code="ended")
    others = set(queries.named_for(patient).exclude(pk=access.pk).values_list("user_id", flat=True))
    caring = queries.gives_care_to(patient, {*others, access.user_id}, timezone.localdate())
    if access.user_id in caring and len(caring) == 1:
        raise ValidationError(
            "Nobody else who is named gives care to this person. Name somebody who does first.", code="last"
        )
    access.ends_at = now
    constraints.save(access, update_fields=["ends_at"])
    audit.record(
        events.ACCESS_WITHDRAWN,
        subject=access,
        by=by,
        patient_id=patient.pk,
        data={"user": str(access.user_id), "reason": reason},
    )
    return access


def _governed(patient: Patient, by: Any) -> Patient:
    """The person, held by nobody else, so that two decisions about their record come one after the other."""
    if not permissions.can_govern_access(by, patient):
        raise PermissionDenied("Only the information-governance lead may decide who opens a record.")
    return Patient.objects.select_for_update().get(pk=patient.pk)
