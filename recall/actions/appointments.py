"""What became of the appointments that people booked on an invitation."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from recall import events, permissions
from recall.actions.answers import Said, locked, write
from recall.answering import Attendance, Response, Source, ask_again_after_missed
from recall.models import Booking, BookingOutcome


@transaction.atomic
def record_attendance(*, booking: Booking, outcome: str, by: Any, minutes: int | None = None) -> BookingOutcome:
    """Record whether the person attended, and how many minutes it took.

    Whoever did not attend is invited again a week later, and after the second time goes to a clinician; an appointment
    that was cancelled leaves the person to be invited again from today. Refused before the appointment unless it was
    cancelled, when it was recorded already, and a length for somebody who did not attend.
    """
    seen = Booking.objects.visible_to(by).select_related("invitation").filter(pk=booking.pk).first()
    if seen is None or not permissions.can_record_answer(by, seen.invitation):
        raise PermissionDenied("You may not record appointments of this person.")
    booking = seen
    invitation = locked(booking.invitation)
    if BookingOutcome.objects.filter(booking=booking).exists():
        raise ValidationError("It was recorded already what became of this appointment.")
    if outcome != Attendance.CANCELLED and booking.booked_for > timezone.now():
        raise ValidationError(
            {"outcome": "The appointment is still to come. Only that it was cancelled can be recorded."}
        )
    made = BookingOutcome(
        scheme_id=booking.scheme_id, booking=booking, outcome=outcome, minutes=minutes, recorded_by=by
    )
    constraints.save(made)
    _go_on(made, invitation, by)
    audit.record(
        events.ATTENDANCE_RECORDED,
        subject=made,
        by=by,
        patient_id=invitation.patient_id,
        outcome=Attendance(outcome).label.lower(),
    )
    return made


def _go_on(made: BookingOutcome, invitation: Any, by: Any) -> None:
    """What comes next for somebody who was not there."""
    today = timezone.localdate()
    if made.outcome == Attendance.CANCELLED:
        write(invitation, Said(Response.RESUMED, today, ask_again_on=today), source=Source.STAFF, staff=by)
    if made.outcome == Attendance.MISSED:
        missed = BookingOutcome.objects.filter(booking__invitation=invitation, outcome=Attendance.MISSED).count()
        again = ask_again_after_missed(missed=missed, on=timezone.localdate(made.booking.booked_for))
        write(invitation, Said(Response.MISSED, today, ask_again_on=again), source=Source.STAFF, staff=by)
