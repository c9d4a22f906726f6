"""Recording what people answered."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from recall import events, permissions
from recall.actions.cancelling import cancel_pending
from recall.balance import State, Stopped
from recall.models import Answer, Invitation, Response


@transaction.atomic
def record_answer(*, invitation: Invitation, response: str, answered_on: date, by: Any, note: str = "") -> Answer:
    """Record what the person answered; no reminder goes out afterwards. A later answer stands beside the earlier one.

    Refused when the person was not invited, and on a day before the campaign or after today.
    """
    if not permissions.can_record_answer(by, invitation):
        raise PermissionDenied("You may not record answers for this person.")
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=invitation.pk)
    if invitation.state not in (State.INVITED, State.WAITING):
        raise ValidationError("This person was not invited in this campaign, so there is no answer to record.")
    if answered_on > timezone.localdate():
        raise ValidationError({"answered_on": "The day of the answer must not be in the future."})
    if answered_on < timezone.localdate(invitation.campaign.drafted_at):
        raise ValidationError({"answered_on": "The answer must not be earlier than the campaign."})
    answer = Answer(
        scheme_id=invitation.scheme_id,
        invitation=invitation,
        response=response,
        answered_on=answered_on,
        note=note,
        recorded_by=by,
    )
    constraints.save(answer)
    cancel_pending(invitation.attempts.all(), Stopped.ANSWERED)
    audit.record(
        events.ANSWER_RECORDED,
        subject=answer,
        by=by,
        patient_id=invitation.patient_id,
        response=Response(response).label.lower(),
    )
    return answer
