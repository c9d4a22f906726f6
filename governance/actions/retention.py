"""How long records are kept, and what stops one from being erased."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from governance import events, permissions
from governance.actions.requests import REFUSED
from governance.models import KeepingDecision, LegalHold, RetentionRule
from governance.retention import RetentionClass
from patients.models import Patient


@transaction.atomic
def choose_retention(*, retention_class: str, reason: str, source: str, by: Any) -> RetentionRule:
    """Decide how long this scheme keeps its records, why, and by which source. The latest decision holds."""
    if not permissions.can_answer_rights(by):
        raise PermissionDenied(REFUSED)
    rule = RetentionRule(
        scheme_id=by.acting.scheme_id,
        retention_class=retention_class,
        reason=reason,
        source=source,
        decided_on=timezone.localdate(),
        decided_by=by,
    )
    constraints.save(rule)
    audit.record(events.RETENTION_CHOSEN, subject=rule, by=by, retention=RetentionClass(retention_class).label)
    return rule


@transaction.atomic
def keep_longer(*, patient: Patient, keep_until: date, reason: str, by: Any) -> KeepingDecision:
    """Decide that a record past its class is kept until a day to come."""
    _check(patient, by)
    if keep_until <= timezone.localdate():
        raise ValidationError({"keep_until": "The day must be in the future."})
    decision = KeepingDecision(
        scheme_id=patient.scheme_id, patient=patient, keep_until=keep_until, reason=reason, decided_by=by
    )
    constraints.save(decision)
    audit.record(events.KEPT_LONGER, subject=decision, by=by, patient_id=patient.pk, keep_until=keep_until)
    return decision


@transaction.atomic
def place_hold(*, patient: Patient, reason: str, by: Any) -> LegalHold:
    """Forbid erasing anything of a record, until the hold is lifted. Refused while one stands."""
    _check(patient, by)
    hold = LegalHold(scheme_id=patient.scheme_id, patient=patient, reason=reason, placed_by=by)
    constraints.save(hold)
    audit.record(events.HOLD_PLACED, subject=hold, by=by, patient_id=patient.pk)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Any) -> LegalHold:
    """Lift a legal hold. Refused when it has been lifted."""
    _check(hold.patient, by)
    hold = LegalHold.objects.select_for_update(of=["self"]).get(pk=hold.pk)
    if hold.lifted_at is not None:
        raise ValidationError("This hold has been lifted already.", code="lifted")
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    constraints.save(hold, update_fields=["lifted_at", "lifted_by"])
    audit.record(events.HOLD_LIFTED, subject=hold, by=by, patient_id=hold.patient_id)
    return hold


def _check(patient: Patient, by: Any) -> None:
    if not permissions.can_answer_for(by, patient):
        raise PermissionDenied(REFUSED)
