"""Recording what came of sending, and of asking the provider afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from patients.models import Channel
from recall import brakes, events
from recall.actions.claims import cancel_if_stopped, doubt, log, put_back, wait
from recall.balance import Failure, State
from recall.lifecycle import ATTEMPT_LIFE, AttemptMove, AttemptState
from recall.models import Campaign, Hold, Invitation, InvitationAttempt
from recall.outcomes import Accepted, Barred, Outcome, Refused, TryLater, Unknown
from recall.queries import delivery

LONGEST_DELAY = timedelta(hours=1)
FIRST_DELAY = timedelta(minutes=1)


@transaction.atomic
def record_outcome(
    *, attempt_id: UUID, token: UUID, outcome: Outcome, process: str = "recall.drain_invitations"
) -> bool:
    """Record what the gateway said. False when the claim is no longer this sender's, and nothing is written.

    A sender so slow that its claim expired may still say that the message was accepted, which settles the doubt.
    """
    attempt = lock(attempt_id)
    late = attempt.state == AttemptState.UNKNOWN and isinstance(outcome, Accepted)
    if attempt.token != token or not (attempt.state == AttemptState.SENDING or late):
        return False
    match outcome:
        case Accepted(provider_id):
            accept(attempt, provider_id=provider_id, process=process)
        case Refused(reason):
            _refuse(attempt, reason, process)
        case TryLater(reason):
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(attempt.tries - 1, 6))
            put_back(attempt, detail=reason or "The provider is busy", not_before=timezone.now() + delay)
        case Barred(reason):
            put_back(attempt, detail=reason)
            _hold(attempt.scheme_id, reason, process)
        case Unknown(reason):
            doubt(attempt, detail=reason or "The provider did not say")
    return True


@transaction.atomic
def record_find(*, attempt_id: UUID, provider_id: str, process: str = "recall.reconcile_attempts") -> bool:
    """Record that the provider has the message after all. False when that was known already."""
    attempt = lock(attempt_id)
    if attempt.state != AttemptState.UNKNOWN:
        return False
    accept(attempt, provider_id=provider_id, process=process, kind=events.INVITATION_FOUND)
    return True


@transaction.atomic
def record_absence(*, attempt_id: UUID) -> bool:
    """Record that the provider never had the message, so that it is sent now. False when its fate was known already."""
    attempt = lock(attempt_id)
    if attempt.state != AttemptState.UNKNOWN:
        return False
    release(attempt, detail="The provider does not have it")
    return True


def release(attempt: InvitationAttempt, *, detail: str) -> None:
    """Make an attempt that is known not to have left wait again."""
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.RELEASE)
    attempt.not_before = timezone.now()
    attempt.save()
    log(attempt, AttemptMove.RELEASE, detail)
    wait(attempt.invitation, attempt.channel)
    cancel_if_stopped(attempt)


def accept(
    attempt: InvitationAttempt, *, provider_id: str, process: str, kind: events.Kind = events.INVITATION_SENT
) -> None:
    """Record that an attempt left; the first one makes the person invited."""
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.ACCEPT)
    attempt.provider_id = provider_id
    found = kind is events.INVITATION_FOUND
    attempt.settled_at = (attempt.claimed_at if found else None) or timezone.now()
    attempt.save(update_fields=["state", "provider_id", "settled_at"])
    log(attempt, AttemptMove.ACCEPT, provider_id)
    invited(attempt.invitation, attempt.settled_at)
    tell(kind, attempt, process)


def invited(invitation: Invitation, at: Any) -> None:
    """Make somebody who was waiting or had failed invited, from a moment on."""
    if invitation.state in (State.WAITING, State.FAILED):
        invitation.state, invitation.reason, invitation.invited_at = State.INVITED, "", at
        invitation.save(update_fields=["state", "reason", "invited_at"])


def _refuse(attempt: InvitationAttempt, reason: str, process: str) -> None:
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.REFUSE)
    attempt.detail = reason[:200]
    attempt.settled_at = timezone.now()
    attempt.save()
    log(attempt, AttemptMove.REFUSE, reason)
    invitation = attempt.invitation
    if invitation.state == State.WAITING:
        invitation.state, invitation.reason = State.FAILED, Failure.REFUSED
        invitation.save()
    tell(events.INVITATION_REFUSED, attempt, process)


@transaction.atomic
def brake(*, campaign: Campaign, process: str = "recall.drain_invitations") -> None:
    """Hold sending when too much of what a campaign sent, since sending was last released, failed for good.

    Something is wrong with the numbers or with the wording then, and a person looks before more goes out.
    """
    sent, failed = delivery.failures(campaign)
    if brakes.too_many(sent=sent, failed=failed):
        _hold(campaign.scheme_id, f"Of {sent:,} messages of “{campaign.name}”, {failed:,} failed"[:200], process)


def _hold(scheme_id: UUID, reason: str, process: str) -> None:
    if Hold.objects.filter(released_at__isnull=True).exists():
        return
    hold = Hold.objects.create(scheme_id=scheme_id, reason=reason[:200])
    audit.record(events.SENDING_HELD, subject=hold, process=process, reason=reason[:200])


def tell(kind: events.Kind, attempt: InvitationAttempt, process: str) -> None:
    """Keep in the trail what became of an attempt."""
    audit.record(
        kind,
        subject=attempt,
        process=process,
        patient_id=attempt.invitation.patient_id,
        sequence=attempt.sequence,
        channel=Channel(attempt.channel).label.lower(),
    )


def lock(attempt_id: UUID) -> InvitationAttempt:
    """The attempt with its invitation, held by nobody else."""
    return (
        InvitationAttempt.objects.select_for_update(of=("self", "invitation"))
        .select_related("invitation")
        .get(pk=attempt_id)
    )
