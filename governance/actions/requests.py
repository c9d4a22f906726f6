"""A person's request: received, put off with a reason, answered."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from governance import due, events, lifecycle, permissions
from governance.lifecycle import BundleStatus, RequestMove
from governance.models import AccessBundle, Kind, RightsRequest
from patients.models import Patient

REFUSED = "Only whoever answers people's rights in this scheme may do this."


@transaction.atomic
def record_request(
    *, patient: Patient, kind: str, received_on: date, identity_checked: str, asked_for: str, by: Any
) -> RightsRequest:
    """Record what a person asked about their own record; the day it falls due follows from the day it came."""
    if not permissions.can_answer_for(by, patient):
        raise PermissionDenied(REFUSED)
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": "The day must be today or in the past."})
    request = RightsRequest(
        scheme_id=patient.scheme_id,
        patient=patient,
        kind=kind,
        received_on=received_on,
        identity_checked=identity_checked,
        asked_for=asked_for,
        due_on=due.due_on(received_on),
        recorded_by=by,
    )
    constraints.save(request)
    audit.record(
        events.REQUEST_RECEIVED,
        subject=request,
        by=by,
        patient_id=patient.pk,
        what=Kind(kind).label.lower(),
        received_on=received_on,
        due_on=request.due_on,
    )
    return request


@transaction.atomic
def extend_request(*, request: RightsRequest, because: str, told_on: date, by: Any) -> RightsRequest:
    """Put the answer off by two months, because it is complex.

    Refused a second time, and unless the person was told within the first month.
    """
    request = locked(request, by)
    if request.extended_because:
        raise ValidationError("It has been put off already; the law allows it once.", code="extended")
    if told_on > min(timezone.localdate(), due.due_on(request.received_on)) or told_on < request.received_on:
        raise ValidationError({"told_on": "The person must have been told within the first month, today or before."})
    request.extended_because, request.told_on = because, told_on
    request.due_on = due.due_on(request.received_on, extended=True)
    constraints.save(request, update_fields=["extended_because", "told_on", "due_on"])
    audit.record(events.REQUEST_EXTENDED, subject=request, by=by, patient_id=request.patient_id, due_on=request.due_on)
    return request


@transaction.atomic
def close_request(*, request: RightsRequest, move: str, answer: str, by: Any) -> RightsRequest:
    """Record what was answered, and that it is done. A copy of the record is answered by giving it."""
    request = locked(request, by)
    if move == RequestMove.ANSWER and request.kind == Kind.ACCESS:
        given = AccessBundle.objects.filter(request=request, status=BundleStatus.GIVEN).exists()
        if not given:
            raise ValidationError("Give the copy of the record first; that is the answer.", code="not_given")
    request.status = lifecycle.REQUEST.after(request.status, RequestMove(move))
    request.answer, request.closed_on, request.closed_by = answer, timezone.localdate(), by
    constraints.save(request, update_fields=["status", "answer", "closed_on", "closed_by"])
    audit.record(
        events.REQUEST_CLOSED,
        subject=request,
        by=by,
        patient_id=request.patient_id,
        what=Kind(request.kind).label.lower(),
        outcome=request.get_status_display().lower(),
    )
    return request


def locked(request: RightsRequest, who: Any) -> RightsRequest:
    """The request as it is now, held by nobody else and still open; refused to whoever may not."""
    if not permissions.can_answer_for(who, request.patient):
        raise PermissionDenied(REFUSED)
    request = RightsRequest.objects.select_for_update(of=["self"]).select_related("patient").get(pk=request.pk)
    if request.status != lifecycle.REQUEST.initial:
        raise ValidationError(f"This cannot be done now: it is {request.get_status_display().lower()}.")
    return request
