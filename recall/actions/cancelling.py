"""Taking back what has not left."""

from typing import Any

from django.utils import timezone

from recall.balance import State, Stopped
from recall.lifecycle import AttemptMove, AttemptState
from recall.models import AttemptOutcome, Invitation, InvitationAttempt


def cancel_pending(attempts: Any, reason: Stopped) -> int:
    """Cancel those of the attempts that nobody has claimed; whoever waited for one is excluded, with the reason.

    Says how many people that was. What is being sent or may have left is let be.
    """
    pending = list(attempts.select_for_update(of=("self",)).filter(state=AttemptState.PENDING))
    now = timezone.now()
    keys = [attempt.pk for attempt in pending]
    InvitationAttempt.objects.filter(pk__in=keys).update(state=AttemptState.CANCELLED, settled_at=now)
    AttemptOutcome.objects.bulk_create(
        AttemptOutcome(scheme_id=attempt.scheme_id, attempt=attempt, move=AttemptMove.CANCEL, detail=reason.label)
        for attempt in pending
    )
    waiting = Invitation.objects.filter(pk__in=[a.invitation_id for a in pending], state=State.WAITING)
    return int(waiting.update(state=State.EXCLUDED, reason=reason))
