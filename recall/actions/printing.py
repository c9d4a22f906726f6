"""Keeping print files, and recording that their letters were posted."""

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit import actions as audit
from recall import events, permissions
from recall.actions.claims import log
from recall.balance import Failure, State, Waiting
from recall.lifecycle import ATTEMPT_LIFE, AttemptMove, AttemptState
from recall.models import AttemptOutcome, Campaign, Invitation, InvitationAttempt, PrintRun, PrintRunPosting


@transaction.atomic
def record_print_run(
    *,
    campaign: Campaign,
    attempts: list[InvitationAttempt],
    content: bytes,
    page_counts: list[int],
    process: str = "recall.drain_invitations",
) -> PrintRun | None:
    """Keep a print file, and that these letters are in it, in this order.

    None, and nothing kept, when any of the claims is no longer this sender's: the letters are made again.
    """
    ours = {a.pk: a.token for a in attempts}
    held = InvitationAttempt.objects.select_for_update(of=("self",)).filter(pk__in=ours, state=AttemptState.SENDING)
    if {a.pk: a.token for a in held} != ours:
        return None
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    run = PrintRun.objects.create(
        scheme_id=campaign.scheme_id,
        campaign=campaign,
        number=(campaign.print_runs.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        letters=len(attempts),
        pages=sum(page_counts),
    )
    _put_into(run, attempts, page_counts)
    audit.record(events.LETTERS_PRINTED, subject=run, process=process, letters=run.letters, name=campaign.name)
    return run


def _put_into(run: PrintRun, attempts: list[InvitationAttempt], page_counts: list[int]) -> None:
    for position, (attempt, pages) in enumerate(zip(attempts, page_counts, strict=True), start=1):
        attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.PRINT)
        attempt.print_run, attempt.position, attempt.pages = run, position, pages
    InvitationAttempt.objects.bulk_update(attempts, ["state", "print_run", "position", "pages"])
    AttemptOutcome.objects.bulk_create(
        AttemptOutcome(scheme_id=run.scheme_id, attempt=a, move=AttemptMove.PRINT, detail=f"Print file {run.number}")
        for a in attempts
    )
    waiting = Invitation.objects.filter(attempts__in=[a.pk for a in attempts], state=State.WAITING)
    Invitation.objects.filter(pk__in=waiting.values("pk")).update(reason=Waiting.TO_POST)


@transaction.atomic
def refuse_letters(*, attempts: list[InvitationAttempt], reason: str) -> None:
    """Record that these letters could not be made; whoever waited for one has failed, with that reason."""
    now = timezone.now()
    for attempt in attempts:
        attempt.state = ATTEMPT_LIFE.after(attempt.state, AttemptMove.REFUSE)
        attempt.detail, attempt.settled_at = reason[:200], now
        attempt.save()
        log(attempt, AttemptMove.REFUSE, reason)
    waiting = Invitation.objects.filter(pk__in=[a.invitation_id for a in attempts], state=State.WAITING)
    waiting.update(state=State.FAILED, reason=Failure.NOT_PRINTED)


@transaction.atomic
def post_print_run(*, print_run: PrintRun, posted_on: date, by: Any) -> PrintRunPosting:
    """Record that the letters of a print file were posted: only now were these people invited.

    Refused when it was recorded already, for a day before it was printed or after today.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may record posting.")
    run = PrintRun.objects.select_related("campaign").defer("content").get(pk=print_run.pk)
    Campaign.objects.select_for_update(no_key=True).get(pk=run.campaign_id)  # a print file itself is never written to
    if PrintRunPosting.objects.filter(print_run=run).exists():
        raise ValidationError("These letters were recorded as posted already.")
    if not timezone.localdate(run.made_at) <= posted_on <= timezone.localdate():
        raise ValidationError({"posted_on": "Enter a day from when the letters were printed up to today."})
    posting = PrintRunPosting.objects.create(scheme_id=run.scheme_id, print_run=run, posted_on=posted_on, by=by)
    _invite_by_post(run)
    audit.record(
        events.LETTERS_POSTED, subject=run, by=by, letters=run.letters, name=run.campaign.name, posted_on=posted_on
    )
    return posting


def _invite_by_post(run: PrintRun) -> None:
    now = timezone.now()
    printed = run.attempts.select_for_update(of=("self",)).filter(state=AttemptState.PRINTED)
    keys = {attempt.pk: attempt.invitation_id for attempt in printed}
    InvitationAttempt.objects.filter(pk__in=keys).update(state=AttemptState.ACCEPTED, settled_at=now)
    AttemptOutcome.objects.bulk_create(
        AttemptOutcome(scheme_id=run.scheme_id, attempt_id=pk, move=AttemptMove.ACCEPT, detail="Posted", at=now)
        for pk in keys
    )
    Invitation.objects.filter(pk__in=keys.values(), state=State.WAITING).update(
        state=State.INVITED, reason="", invited_at=now
    )
