"""What a person does about what went wrong: settle a doubt, try somebody again, let sending go on."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from patients.models import Channel
from recall import events, permissions
from recall.actions.claims import log, wait
from recall.actions.outcomes import invited, release
from recall.balance import State
from recall.eligibility import Skip
from recall.lifecycle import ATTEMPT_LIFE, AttemptMove, AttemptState, Status
from recall.models import Hold, Invitation, InvitationAttempt
from recall.queries import statements
from recall.references import reference


@transaction.atomic
def settle_attempt(*, attempt: InvitationAttempt, has_left: bool, by: Any) -> InvitationAttempt:
    """Say whether an attempt left, when the provider can no longer tell: it counts as sent, or is sent now."""
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may settle this.")
    attempt = (
        InvitationAttempt.objects.select_for_update(of=("self", "invitation"))
        .select_related("invitation")
        .get(pk=attempt.pk)
    )
    if attempt.state != AttemptState.UNKNOWN:
        raise ValidationError("It is known already what became of this.")
    if has_left:
        attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.ACCEPT)
        attempt.settled_at = attempt.claimed_at
        attempt.save()
        log(attempt, AttemptMove.ACCEPT, "Settled by hand")
        invited(attempt.invitation, attempt.settled_at)
    else:
        release(attempt, detail="Settled by hand")
    audit.record(
        events.INVITATION_SETTLED,
        subject=attempt,
        by=by,
        patient_id=attempt.invitation.patient_id,
        sequence=attempt.sequence,
        channel=Channel(attempt.channel).label.lower(),
        settled="sent" if has_left else "not sent",
    )
    return attempt


@transaction.atomic
def try_again(*, invitation: Invitation, by: Any) -> InvitationAttempt:
    """Queue another attempt for somebody whom the first did not reach, by the channel that is right now.

    Refused unless the invitation failed in a running campaign, or waits there while nothing is under way; and when the
    person may not be invited today.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may invite again.")
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=invitation.pk)
    stranded = Invitation.objects.stranded().filter(pk=invitation.pk).exists()
    if not (invitation.state == State.FAILED or stranded) or invitation.campaign.status != Status.RUNNING:
        raise ValidationError("Only an invitation that failed, in a campaign that is running, can be tried again.")
    verdict = statements.verdicts_of(invitation.campaign, [invitation.patient_id], timezone.localdate())
    skip, channel, form = verdict[invitation.patient_id]
    if not channel:
        raise ValidationError(f"This person may not be invited now: {Skip(skip or '').label.lower()}.")
    sequence = invitation.attempts.count() + 1
    attempt = InvitationAttempt.objects.create(
        id=reference(invitation.campaign_id, invitation.patient_id, sequence),
        scheme_id=invitation.scheme_id,
        campaign_id=invitation.campaign_id,
        invitation=invitation,
        sequence=sequence,
        channel=channel,
        format=form,
    )
    invitation.state = State.WAITING
    wait(invitation, channel)
    audit.record(
        events.INVITATION_RETRIED,
        subject=attempt,
        by=by,
        patient_id=invitation.patient_id,
        channel=Channel(channel).label.lower(),
    )
    return attempt


@transaction.atomic
def release_hold(*, hold: Hold, by: Any) -> Hold:
    """Let sending go on, once whatever stopped it has been put right. Refused when it goes on already."""
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may release sending.")
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if hold.released_at:
        raise ValidationError("Sending goes on already.")
    hold.released_at, hold.released_by = timezone.now(), by
    hold.save()
    audit.record(events.SENDING_RELEASED, subject=hold, by=by)
    return hold
