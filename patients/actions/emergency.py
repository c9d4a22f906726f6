"""Breaking the glass: opening a record out of reach for an hour, approving a second one, and reviewing it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts import actions as accounts
from audit import actions as audit
from audit import constraints
from patients import emergency, events, permissions, queries, wording
from patients.emergency import Category, Outcome
from patients.models import EmergencyAccess, EmergencyAttempt, EmergencyReview, Patient
from patients.queries import Named

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('patients.emergency ' || %s::text, 0))"
TOO_OFTEN = (
    f"You tried {emergency.MOST_FAILED} times within an hour, and no record was opened. Wait an hour. If it"
    " cannot wait, telephone the person’s practice or the information-governance lead."
)


@transaction.atomic
def open_in_emergency(*, named: Named, category: str, reason: str, by: Any) -> EmergencyAccess | None:
    """Open, for an hour and in this role, the record of somebody out of reach who is named exactly; tell the leads.

    None when no record was opened: nobody is so named, or more than one, or `by` is not to open the record; which of
    these is written down and not told. A second asking on one day waits for approval, unless a life may be at risk.
    Refused without a reason in their own words, after too many attempts, and for somebody already within reach.
    """
    if not permissions.can_break_glass(by):
        raise PermissionDenied("Your role may not open a record in an emergency.")
    _check(named, category, reason)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [by.pk])
    now = timezone.now()
    if emergency.must_wait(queries.failed_lately(by, now)):
        raise ValidationError(TOO_OFTEN, code="wait")
    found = queries.meant(by, named)
    patient = found[0] if len(found) == 1 else None
    if patient is None or patient.withheld:
        _record_failure(by, patient)
        return None
    if queries.within_reach(by, named):
        raise ValidationError("You can see this person already. Search for them.", code="within_reach")
    waiting: EmergencyAccess | None = EmergencyAccess.objects.waiting(now).filter(user=by, patient=patient).first()
    return waiting or _open(patient, category, reason, by)


def _check(named: Named, category: str, reason: str) -> None:
    if not named.is_exact:
        raise ValidationError("Enter the NHS number, or both the family name and the given name.", code="inexact")
    if category not in Category.values:
        raise ValidationError({"category": "Choose why you need the record now."})
    if len(reason.strip()) < emergency.SHORTEST_REASON:
        raise ValidationError(
            {"reason": f"Say in your own words why you need it, in {emergency.SHORTEST_REASON} letters or more."}
        )


def _record_failure(by: Any, patient: Patient | None) -> None:
    """The same rows whoever was meant; the restricted record that was, only for whoever answers for access."""
    patient_id = patient.pk if patient else None
    attempt = EmergencyAttempt.objects.create(
        scheme_id=by.acting.scheme_id, user=by, patient_id=patient_id, tried_at=timezone.now()
    )
    audit.record(events.EMERGENCY_FAILED, subject=attempt, by=by, patient_id=patient_id)


def _open(patient: Patient, category: str, reason: str, by: Any) -> EmergencyAccess:
    now, today = timezone.now(), timezone.localdate()
    at_once = emergency.opens_at_once(category, queries.asked_today(by, today))
    access = EmergencyAccess(
        scheme_id=by.acting.scheme_id,
        patient=patient,
        user=by,
        membership=by.acting,
        category=category,
        reason=reason.strip(),
        asked_at=now,
        lapses_at=now + emergency.REQUEST_LAPSES,
        starts_at=now if at_once else None,
        ends_at=now + emergency.LASTS if at_once else None,
        review_due_on=emergency.review_due_on(today),
    )
    constraints.save(access)
    audit.record(
        events.EMERGENCY_OPENED if at_once else events.EMERGENCY_ASKED,
        subject=access,
        by=by,
        patient_id=patient.pk,
        data={"reason": access.reason, "reference": access.reference},
        category=Category(category).label,
        role=by.acting.role_label,
        place=by.acting.place_label,
    )
    _tell_leads(access, wording.opened if at_once else wording.asked)
    return access


def _tell_leads(access: EmergencyAccess, words: Any) -> None:
    leads = queries.leads(access.scheme_id, timezone.localdate())
    accounts.tell(leads, words(access.reference, accounts.address_of("patients:emergency_access", access.pk)))


@transaction.atomic
def end_emergency_access(*, access: EmergencyAccess, by: Any) -> EmergencyAccess:
    """Finish with a record before the hour is over; for whoever opened it. Refused once it has ended."""
    if access.user_id != by.pk or not permissions.can_break_glass(by):
        raise PermissionDenied("Only whoever opened the record may say that they are done.")
    access = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    now = timezone.now()
    if access.ends_at is None or access.ends_at <= now:
        raise ValidationError("The record is closed already.", code="ended")
    access.ends_at = now
    access.save(update_fields=["ends_at"])
    audit.record(events.EMERGENCY_ENDED, subject=access, by=by, patient_id=access.patient_id)
    return access


@transaction.atomic
def decide_emergency_access(*, access: EmergencyAccess, approve: bool, by: Any) -> EmergencyAccess:
    """Say yes or no to somebody who waits; a yes opens the record to them from this moment, for an hour.

    Refused when it was decided or has lapsed, and to whoever asked.
    """
    access = _governed(access, by)
    now = timezone.now()
    if access.starts_at or access.decided_at:
        raise ValidationError("This has been decided already.", code="decided")
    if access.lapses_at <= now:
        raise ValidationError("This was asked more than a day ago and has lapsed. They may ask again.", code="lapsed")
    access.decided_by, access.decided_at = by, now
    if approve:
        access.starts_at, access.ends_at = now, now + emergency.LASTS
        access.review_due_on = emergency.review_due_on(timezone.localdate())
    constraints.save(access, update_fields=["decided_by", "decided_at", "starts_at", "ends_at", "review_due_on"])
    kind = events.EMERGENCY_APPROVED if approve else events.EMERGENCY_DECLINED
    audit.record(kind, subject=access, by=by, patient_id=access.patient_id)
    accounts.tell([access.user], wording.answered(access.reference, accounts.address_of("patients:emergency")))
    return access


@transaction.atomic
def review_emergency_access(
    *, access: EmergencyAccess, outcome: str, note: str, by: Any, what_is_done: str = ""
) -> EmergencyReview:
    """Say whether opening the record was right, and what is done where it was not; more to ask leaves it on the list.

    Refused for what was never opened, once it is settled, and to whoever opened it.
    """
    access = _governed(access, by)
    if access.starts_at is None:
        raise ValidationError("This record was not opened, so there is nothing to review.", code="not_opened")
    if access.outcomes.settling().exists():
        raise ValidationError("This has been reviewed already.", code="reviewed")
    review = EmergencyReview(
        scheme_id=access.scheme_id,
        access=access,
        outcome=outcome,
        note=note,
        what_is_done=what_is_done,
        reviewed_by=by,
        reviewed_at=timezone.now(),
    )
    constraints.save(review)
    audit.record(
        events.EMERGENCY_REVIEWED,
        subject=access,
        by=by,
        patient_id=access.patient_id,
        data={"note": note, "what_is_done": what_is_done},
        outcome=Outcome(outcome).label.lower(),
    )
    return review


def _governed(access: EmergencyAccess, by: Any) -> EmergencyAccess:
    """The access, held by nobody else, for somebody who answers for it and did not ask for it."""
    if not permissions.can_govern_access(by, access.patient):
        raise PermissionDenied("Only the information-governance lead may decide about this.")
    if access.user_id == by.pk:
        raise PermissionDenied("Somebody else must decide about what you opened yourself.")
    return EmergencyAccess.objects.select_for_update(of=("self",)).select_related("user").get(pk=access.pk)
