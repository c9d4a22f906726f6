"""Recording what people answered, by whichever way it came, and looking into what they said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from patients.models import Status as PatientStatus
from recall import events, permissions
from recall.actions.cancelling import cancel_pending
from recall.answering import EFFECTS, GOES_ON, LONGEST_WAIT, Finding, Response, Source
from recall.balance import State, Stopped
from recall.models import Answer, Booking, Concern, Invitation, InvitationAttempt


@dataclass(frozen=True)
class Said:
    """One answer as it came: what, on which day, and what goes with it."""

    response: str
    answered_on: date
    note: str = ""
    ask_again_on: date | None = None
    booked_for: datetime | None = None
    minutes: int | None = None


@transaction.atomic
def record_answer(
    *,
    invitation: Invitation,
    response: str,
    answered_on: date,
    by: Any,
    note: str = "",
    ask_again_on: date | None = None,
    booked_for: datetime | None = None,
    minutes: int | None = None,
    source: str = Source.STAFF,
) -> Answer:
    """Record what the person answered; what it does stands in `answering.EFFECTS`. A later answer counts instead.

    Refused when the person was not invited, on a day before the campaign or after today, and when not now names no day
    to come. Somebody booked gets the appointment, with its planned length in minutes.
    """
    if not permissions.can_record_answer(by, invitation):
        raise PermissionDenied("You may not record answers for this person.")
    said = Said(response, answered_on, note, ask_again_on, booked_for, minutes)
    invitation = locked(invitation)
    refuse(invitation, said)
    answer = write(invitation, said, source=source, staff=by)
    if booked_for is not None:
        booking = Booking(
            scheme_id=invitation.scheme_id,
            invitation=invitation,
            booked_for=booked_for,
            minutes=minutes,
            recorded_by=by,
        )
        constraints.save(booking)
    return answer


@transaction.atomic
def settle_concern(*, concern: Concern, finding: str, by: Any, note: str = "") -> Concern:
    """Say what was found when an answer was looked into; unless it is so, the person is invited again from today.

    Refused when it was settled already, and when somebody is said to have died and the register does not say it.
    """
    seen = Concern.objects.visible_to(by).select_related("answer__invitation").filter(pk=concern.pk).first()
    if seen is None or not permissions.can_record_answer(by, seen.answer.invitation):
        raise PermissionDenied("You may not settle this for the person.")
    concern = seen
    invitation = locked(concern.answer.invitation)
    concern = Concern.objects.select_for_update(of=("self",)).select_related("answer", "patient").get(pk=concern.pk)
    if concern.settled_at:
        raise ValidationError("This was looked into and settled already.")
    died = concern.answer.response == Response.DECEASED
    if finding == Finding.SO and died and concern.patient.status != PatientStatus.DECEASED:
        raise ValidationError({"finding": "Record on the person's page first that they died."})
    concern.finding, concern.note = finding, note
    concern.settled_at, concern.settled_by = timezone.now(), by
    constraints.save(concern)
    if finding in GOES_ON:
        today = timezone.localdate()
        write(invitation, Said(Response.RESUMED, today, ask_again_on=today), source=Source.STAFF, staff=by)
    audit.record(
        events.CONCERN_SETTLED,
        subject=concern,
        by=by,
        patient_id=concern.patient_id,
        finding=Finding(finding).label.lower(),
    )
    return concern


def locked(invitation: Invitation) -> Invitation:
    """The invitation, held against every other deed until this one is over."""
    found: Invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("campaign", "scheme").get(pk=invitation.pk)
    )
    return found


def refuse(invitation: Invitation, said: Said) -> None:
    """Raise ValidationError, in the words of the form, for what cannot be an answer to this invitation."""
    today, effect = timezone.localdate(), EFFECTS[Response(said.response)]
    if invitation.state not in (State.INVITED, State.WAITING):
        raise ValidationError("This person was not invited in this campaign, so there is no answer to record.")
    if said.answered_on > today:
        raise ValidationError({"answered_on": "The day of the answer must not be in the future."})
    if said.answered_on < timezone.localdate(invitation.campaign.drafted_at):
        raise ValidationError({"answered_on": "The answer must not be earlier than the campaign."})
    if effect.asks_again and said.ask_again_on is None:
        raise ValidationError({"ask_again_on": "Enter the day from which to ask again."})
    if said.ask_again_on is not None:
        if not (effect.asks_again or effect.may_ask_again):
            raise ValidationError({"ask_again_on": "Leave this empty: only “not now” and a decision name a day."})
        if not today < said.ask_again_on <= today + LONGEST_WAIT:
            raise ValidationError({"ask_again_on": "Enter a day from tomorrow up to a year from now."})
    if said.booked_for is not None and not effect.books:
        raise ValidationError({"booked_for": "Leave the appointment empty unless they booked one."})
    if said.minutes is not None and said.booked_for is None:
        raise ValidationError({"booked_for": "Enter when the appointment is."})


def write(invitation: Invitation, said: Said, *, source: str, staff: Any = None, process: str = "") -> Answer:
    """Keep an answer that is in order, with everything it does."""
    answer = Answer(
        scheme_id=invitation.scheme_id,
        invitation=invitation,
        response=said.response,
        source=source,
        answered_on=said.answered_on,
        ask_again_on=said.ask_again_on,
        note=said.note,
        recorded_by=staff,
    )
    constraints.save(answer)
    effect = EFFECTS[Response(said.response)]
    if effect.concern:
        _raise_concern(answer, invitation)
    else:
        cancel_pending(invitation.attempts.all(), Stopped.ANSWERED)
    audit.record(
        events.ANSWER_RECORDED,
        subject=answer,
        by=staff,
        process=process,
        patient_id=invitation.patient_id,
        response=Response(said.response).label.lower(),
    )
    return answer


def _raise_concern(answer: Answer, invitation: Invitation) -> None:
    """Somebody named looks into it, and meanwhile no campaign sends the person anything."""
    scheme = invitation.scheme
    Concern.objects.create(
        scheme_id=answer.scheme_id,
        answer=answer,
        patient_id=invitation.patient_id,
        holder_id=scheme.coordinator_id or invitation.campaign.drafted_by_id,
    )
    theirs = InvitationAttempt.objects.filter(invitation__patient_id=invitation.patient_id)
    cancel_pending(theirs, Stopped.ANSWERED)
