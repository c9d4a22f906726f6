"""What a person allowed or refused, and what was wrong about them: written by whoever cares or answers their rights."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.freshness import check_fresh
from patients import events, nhs_number, permissions
from patients.models import DemographicChange, Patient, PersonStatement, ProcessingRestriction, ShareConsent
from patients.rights import Ground, Recipient, Scope

IDENTITY = ("family_name", "given_name", "born_on", "sex", "nhs_number", "address", "postcode")
REFUSED = "This person is not in your care, or your role may not do this."


@transaction.atomic
def restrict_processing(
    *, patient: Patient, ground: str, reason: str, care_agreed: bool, by: Any
) -> ProcessingRestriction:
    """Keep a record and not use it, from now on. Refused while a restriction stands.

    Whoever was about to be invited is not: what is claimed next is checked against this.
    """
    patient = _held(patient, permissions.can_answer_rights(by, patient))
    restriction = ProcessingRestriction(
        scheme_id=patient.scheme_id,
        patient=patient,
        ground=ground,
        reason=reason,
        care_agreed=care_agreed,
        placed_by=by,
        starts_at=timezone.now(),
    )
    constraints.save(restriction)
    audit.record(
        events.PROCESSING_RESTRICTED,
        subject=restriction,
        by=by,
        patient_id=patient.pk,
        ground=Ground(ground).label.lower(),
        care="yes" if care_agreed else "no",
    )
    return restriction


@transaction.atomic
def release_processing(*, restriction: ProcessingRestriction, told_on: date, by: Any) -> ProcessingRestriction:
    """Let a record be used again. Refused before the person was told (article 18(3)), and once it has ended."""
    patient = _held(restriction.patient, permissions.can_answer_rights(by, restriction.patient))
    restriction = ProcessingRestriction.objects.select_for_update(of=["self"]).get(pk=restriction.pk)
    if restriction.ends_at is not None:
        raise ValidationError("This restriction has been lifted already.", code="ended")
    if told_on > timezone.localdate():
        raise ValidationError({"told_on": "Tell the person first; the day must be today or in the past."})
    restriction.ends_at, restriction.lifted_by, restriction.told_on = timezone.now(), by, told_on
    constraints.save(restriction, update_fields=["ends_at", "lifted_by", "told_on"])
    audit.record(events.PROCESSING_RELEASED, subject=restriction, by=by, patient_id=patient.pk, told_on=told_on)
    return restriction


@transaction.atomic
def record_share_consent(
    *,
    patient: Patient,
    recipient: str,
    recipient_name: str,
    scope: str,
    starts_on: date,
    by: Any,
    ends_on: date | None = None,
) -> ShareConsent:
    """Record that the person lets something be shared with somebody who does not treat them."""
    patient = _held(patient, permissions.can_record_consent(by, patient))
    consent = ShareConsent(
        scheme_id=patient.scheme_id,
        patient=patient,
        recipient=recipient,
        recipient_name=recipient_name.strip(),
        scope=scope,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
    )
    constraints.save(consent)
    audit.record(
        events.CONSENTED,
        subject=consent,
        by=by,
        patient_id=patient.pk,
        scope=Scope(scope).label.lower(),
        recipient=Recipient(recipient).label.lower(),
        starts_on=starts_on,
    )
    return consent


@transaction.atomic
def withdraw_share_consent(*, consent: ShareConsent, by: Any) -> ShareConsent:
    """Record that the person withdrew a consent: from today nothing is shared under it. Refused a second time."""
    patient = _held(consent.patient, permissions.can_record_consent(by, consent.patient))
    consent = ShareConsent.objects.select_for_update(of=["self"]).get(pk=consent.pk)
    if consent.withdrawn_on is not None:
        raise ValidationError("This consent was withdrawn already.", code="withdrawn")
    consent.withdrawn_on, consent.withdrawn_by = max(timezone.localdate(), consent.starts_on), by
    constraints.save(consent, update_fields=["withdrawn_on", "withdrawn_by"])
    recipient = Recipient(consent.recipient).label.lower()
    audit.record(events.CONSENT_WITHDRAWN, subject=consent, by=by, patient_id=patient.pk, recipient=recipient)
    return consent


@transaction.atomic
def correct_identity(*, patient: Patient, version: int, reason: str, by: Any, **fields: Any) -> DemographicChange:
    """Correct who the person is, and keep what stood before; from now on no register file overrides it.

    `version` is that of the person as the form showed them. Refused when somebody else changed them since, and when
    nothing differs.
    """
    patient = _held(patient, permissions.can_correct_identity(by, patient))
    if set(fields) - set(IDENTITY):
        raise TypeError(f"Not part of who somebody is: {', '.join(sorted(set(fields) - set(IDENTITY)))}.")
    check_fresh(patient, version, "Somebody else changed this while you were typing. Look again, and save.")
    changed = {name: value for name, value in fields.items() if getattr(patient, name) != value}
    if not changed:
        raise ValidationError("Nothing is different. Change what is wrong, or go back.", code="same")
    _check(changed)
    before = {name: _plain(getattr(patient, name)) for name in changed}
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.identity_recorded_at = timezone.now()
    patient.version += 1
    constraints.save(patient, update_fields=[*changed, "identity_recorded_at", "version"])
    after = {name: _plain(value) for name, value in changed.items()}
    change = DemographicChange(
        scheme_id=patient.scheme_id,
        patient=patient,
        by=by,
        reason=reason,
        before=before,
        after=after,
        changed_at=timezone.now(),
    )
    constraints.save(change)
    words = ", ".join(name.replace("_", " ") for name in changed)
    audit.record(events.IDENTITY_CORRECTED, subject=change, by=by, patient_id=patient.pk, fields=words)
    return change


@transaction.atomic
def add_statement(*, patient: Patient, about: str, words: str, by: Any) -> PersonStatement:
    """Put the person's own statement beside something we wrote and keep. Nothing of ours is changed by it."""
    patient = _held(patient, permissions.can_answer_rights(by, patient))
    statement = PersonStatement(scheme_id=patient.scheme_id, patient=patient, about=about, words=words, recorded_by=by)
    constraints.save(statement)
    audit.record(events.STATEMENT_ADDED, subject=statement, by=by, patient_id=patient.pk)
    return statement


def _check(changed: dict[str, Any]) -> None:
    """Refuse, in words, a birth to come and a number that is none."""
    if changed.get("born_on") and changed["born_on"] > timezone.localdate():
        raise ValidationError({"born_on": "The date of birth must be today or in the past."})
    if changed.get("nhs_number"):
        try:
            changed["nhs_number"] = nhs_number.check(changed["nhs_number"])
        except ValidationError as wrong:
            raise ValidationError({"nhs_number": wrong.messages}) from wrong


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _held(patient: Patient, allowed: bool) -> Patient:
    """The person as they are now, held by nobody else; refused to whoever may not."""
    if not allowed:
        raise PermissionDenied(REFUSED)
    return Patient.objects.select_for_update().get(pk=patient.pk)
