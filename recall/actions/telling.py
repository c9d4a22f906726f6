"""Telling somebody of their invitation oneself, where no message reaches them safely."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from recall import events, permissions
from recall.actions.answers import locked
from recall.actions.claims import log
from recall.balance import State
from recall.eligibility import Skip
from recall.lifecycle import ATTEMPT_LIFE, AttemptMove, Status
from recall.models import Invitation, InvitationAttempt
from recall.queries import statements
from recall.references import reference
from recall.telling import UNREACHED, WAY_LABELS, Reached, Telling

NOON = time(12)


@transaction.atomic
def record_telling(
    *, invitation: Invitation, way: str, reached: str, told_on: date, by: Any, note: str = ""
) -> InvitationAttempt:
    """Record that somebody told the person, or tried to. Whoever was told is invited from then on, as by a message.

    Refused unless no message reaches them or one failed, in a campaign that runs; when they are no longer to be
    invited; on a day before the launch or after today; and by telephone where that is not safe.
    """
    if not permissions.can_record_answer(by, invitation):
        raise PermissionDenied("You may not record this for this person.")
    invitation = locked(invitation)
    _refuse(invitation, way, told_on)
    told = reached == Reached.TOLD
    attempt = _attempt(invitation, way, told_on, AttemptMove.ACCEPT if told else AttemptMove.MISS, note)
    if told:
        invitation.state, invitation.reason, invitation.invited_at = State.INVITED, "", attempt.settled_at
        invitation.save(update_fields=["state", "reason", "invited_at"])
    audit.record(
        events.PERSON_TOLD if told else events.PERSON_NOT_REACHED,
        subject=attempt,
        by=by,
        patient_id=invitation.patient_id,
        way=Telling(way).label.lower(),
        name=invitation.campaign.name,
    )
    return attempt


def _refuse(invitation: Invitation, way: str, told_on: date) -> None:
    """Raise ValidationError, in the words of the form, for what cannot have been told."""
    campaign, today = invitation.campaign, timezone.localdate()
    unreached = invitation.state == State.EXCLUDED and invitation.reason in UNREACHED
    if campaign.status != Status.RUNNING or not (unreached or invitation.state == State.FAILED):
        raise ValidationError("Only somebody whom no message reaches, in a campaign that runs, is told in person.")
    skip, _, _ = statements.verdicts_of(campaign, [invitation.patient_id], today)[invitation.patient_id]
    if skip and skip not in UNREACHED:
        raise ValidationError(f"This person is not to be invited now: {Skip(skip).label.lower()}.")
    if not timezone.localdate(campaign.launched_at) <= told_on <= today:
        raise ValidationError({"told_on": "Enter a day from the launch of the campaign up to today."})
    if way == Telling.TELEPHONE and not invitation.patient.safe_to_ring:
        raise ValidationError({"way": "It is not safe to ring this person."})


def _attempt(invitation: Invitation, way: str, told_on: date, move: AttemptMove, note: str) -> InvitationAttempt:
    now = timezone.now()
    noon = timezone.make_aware(datetime.combine(told_on, NOON))
    sequence = invitation.attempts.count() + 1
    attempt = InvitationAttempt(
        id=reference(invitation.campaign_id, invitation.patient_id, sequence),
        scheme_id=invitation.scheme_id,
        campaign_id=invitation.campaign_id,
        invitation=invitation,
        sequence=sequence,
        channel=way,
        state=ATTEMPT_LIFE.after(ATTEMPT_LIFE.initial, move),
        detail=note,
        settled_at=now if told_on == timezone.localdate(now) else noon,
    )
    constraints.save(attempt)
    log(attempt, move, note or WAY_LABELS[way])
    return attempt
