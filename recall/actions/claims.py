"""Claiming what is due to be sent, and giving up claims that were never finished (reference reliability 4.1)."""

import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from patients.models import Channel
from recall import codes, lifecycle, variants, wording
from recall.actions.replies import make_links
from recall.balance import State, Stopped, Waiting
from recall.lifecycle import ATTEMPT_LIFE, AttemptMove, AttemptState
from recall.models import AttemptOutcome, Campaign, Hold, Invitation, InvitationAttempt, Wording
from recall.queries import contacts, delivery, statements

MESSAGES = (Channel.SMS, Channel.EMAIL)
LETTERS = (Channel.LETTER,)
LETTER_LEASES = 5  # making a long print file takes minutes, and sends nothing


@transaction.atomic
def claim_due(*, campaign: Campaign, channels: tuple[str, ...], limit: int) -> list[InvitationAttempt]:
    """Claim up to so many attempts for this sender, each checked again and its message written down.

    Empty when nothing is due, while sending is held, and once the campaign no longer runs. Whoever has died, moved,
    opted out or been reviewed since is taken out with that reason; whoever is to be reached by another channel now is
    left for it, and whoever was contacted often enough this month for their day. The caller commits before anything
    leaves.
    """
    campaign = Campaign.objects.get(pk=campaign.pk)  # a stop after this is seen when the claim is confirmed
    if campaign.status != lifecycle.Status.RUNNING or Hold.objects.filter(released_at__isnull=True).exists():
        return []
    fit: list[InvitationAttempt] = []
    while not fit and (due := delivery.due(campaign, channels, limit)):
        patients, today = [attempt.invitation.patient_id for attempt in due], timezone.localdate()
        verdicts = statements.verdicts_of(campaign, patients, today)
        full = contacts.full_until(campaign.scheme_id, patients, today)
        fit = [
            attempt
            for attempt, patient in zip(due, patients, strict=True)
            if _still_fits(attempt, verdicts[patient], full.get(patient))
        ]
    _compose(fit)
    return fit


def _still_fits(attempt: InvitationAttempt, verdict: tuple[str | None, str | None, str], free_on: date | None) -> bool:
    """Whether the attempt may go out as it is; otherwise it is cancelled, waits or changes its channel."""
    skip, channel, form = verdict
    if skip or not channel:
        cancel(attempt, reason=skip or "")
        return False
    if free_on:
        _save_for(attempt, free_on)
        return False
    wait(attempt.invitation, channel)
    attempt.format = form
    if channel == attempt.channel:
        return True
    attempt.channel = channel
    attempt.save(update_fields=["channel", "format"])
    return False


def _save_for(attempt: InvitationAttempt, day: date) -> None:
    """Leave an attempt for the day on which the person may be contacted again."""
    attempt.not_before = contacts.beginning_of(day)
    attempt.save(update_fields=["not_before"])
    if attempt.invitation.state == State.WAITING:
        attempt.invitation.reason = Waiting.CONTACT_BUDGET
        attempt.invitation.save()


def cancel(attempt: InvitationAttempt, *, reason: str) -> None:
    """End an attempt that must not go out; a first one takes the person out of the campaign, with the reason."""
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.CANCEL)
    attempt.settled_at = timezone.now()
    attempt.save()
    log(attempt, AttemptMove.CANCEL, reason)
    invitation = attempt.invitation
    if invitation.state == State.WAITING:
        invitation.state, invitation.reason = State.EXCLUDED, reason
        invitation.save()


def wait(invitation: Invitation, channel: str) -> None:
    """Say what somebody not yet invited is waiting for."""
    reason = Waiting.TO_PRINT if channel == Channel.LETTER else Waiting.TO_SEND
    if invitation.state == State.WAITING and invitation.reason != reason:
        invitation.reason = reason
        invitation.save()


def log(attempt: InvitationAttempt, move: AttemptMove, detail: str = "") -> None:
    """Keep one thing that happened to an attempt."""
    AttemptOutcome.objects.create(scheme_id=attempt.scheme_id, attempt=attempt, move=move, detail=detail[:200])


def _versions() -> dict[bool, dict[tuple[str, str], Wording]]:
    """The wording in force, by turn, kind and language.

    A campaign launched before service users were asked goes on with the first version; none is launched so now.
    """
    found: dict[bool, dict[tuple[str, str], Wording]] = {False: {}, True: {}}
    for each in [*Wording.objects.filter(number=1), *Wording.objects.in_force()]:
        found[each.is_reminder][each.kind, each.language] = each
    return found


def _compose(attempts: list[InvitationAttempt]) -> None:
    """Write down, for each, what will be sent to where and by whom it is claimed."""
    now = timezone.now()
    lease = timedelta(seconds=settings.SEND_LEASE_S)
    in_force = _versions()
    for attempt in attempts:
        invitation = attempt.invitation
        # Whoever was never reached, whatever was tried, gets the first invitation and not a reminder of it.
        versions = in_force[invitation.invited_at is not None]
        kind = variants.wanted(attempt.channel, attempt.format)
        chosen = versions[variants.chosen(versions, kind=kind, spoken=invitation.patient.language)]
        message = wording.compose(
            channel=attempt.channel,
            wording=chosen,
            patient=invitation.patient,
            practice=invitation.practice,
            code=codes.code_of(attempt.pk),
        )
        leases = LETTER_LEASES if attempt.channel == Channel.LETTER else 1
        attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.CLAIM)
        attempt.wording = chosen
        attempt.recipient, attempt.subject, attempt.body = message.to, message.subject, message.body
        attempt.token, attempt.claimed_at, attempt.lease_until = uuid.uuid4(), now, now + leases * lease
        attempt.tries += 1
    InvitationAttempt.objects.bulk_update(
        attempts,
        ["state", "wording", "recipient", "subject", "body", "token", "claimed_at", "lease_until", "tries", "format"],
    )
    AttemptOutcome.objects.bulk_create(
        AttemptOutcome(scheme_id=a.scheme_id, attempt=a, move=AttemptMove.CLAIM, at=now) for a in attempts
    )
    make_links(attempts=attempts)


@transaction.atomic
def confirm_claim(*, attempt_id: UUID, token: UUID, seconds_needed: float) -> bool:
    """Whether this sender may send now: the claim is still its own, with time left, and the campaign still runs.

    A claim with too little time left is put back, and one of a stopped campaign is cancelled: neither has left.
    """
    attempt = (
        InvitationAttempt.objects.select_for_update(of=("self",))
        .select_related("invitation__campaign")
        .get(pk=attempt_id)
    )
    if attempt.state != AttemptState.SENDING or attempt.token != token:
        return False
    if attempt.invitation.campaign.status != lifecycle.Status.RUNNING:
        cancel(attempt, reason=Stopped.CAMPAIGN_STOPPED)
        return False
    assert attempt.lease_until is not None  # the constraint on claims
    if attempt.lease_until - timezone.now() < timedelta(seconds=seconds_needed):
        put_back(attempt, detail="Too little time was left")
        return False
    return True


def put_back(attempt: InvitationAttempt, *, detail: str, not_before: Any = None) -> None:
    """Make an attempt that surely did not leave wait again, from a moment on."""
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.POSTPONE)
    attempt.not_before = not_before or timezone.now()
    attempt.save()
    log(attempt, AttemptMove.POSTPONE, detail)
    cancel_if_stopped(attempt)


def cancel_if_stopped(attempt: InvitationAttempt) -> None:
    """Cancel what would wait for ever, because its campaign no longer runs."""
    if attempt.invitation.campaign.status != lifecycle.Status.RUNNING:
        cancel(attempt, reason=Stopped.CAMPAIGN_STOPPED)


@transaction.atomic
def expire_claims() -> int:
    """Turn claims that were never finished into unknown, never back into waiting; says how many.

    A sender that is only slow still holds its lock, and keeps its claim.
    """
    expired = delivery.abandoned(timezone.now())
    attempts = list(InvitationAttempt.objects.select_for_update(of=("self",)).filter(pk__in=expired))
    for attempt in attempts:
        doubt(attempt, detail="The sender did not come back")
    return len(attempts)


def doubt(attempt: InvitationAttempt, *, detail: str) -> None:
    """Record that nobody knows whether an attempt left; whoever has not been invited before waits for the answer."""
    attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.DOUBT)
    attempt.detail = detail[:200]
    attempt.not_before = timezone.now() + timedelta(seconds=settings.SEND_QUARANTINE_S)
    attempt.save()
    log(attempt, AttemptMove.DOUBT, detail)
    Invitation.objects.filter(pk=attempt.invitation_id, state=State.WAITING).update(reason=Waiting.UNKNOWN)
