"""What a provider calls back with, taken once and lost never (reference reliability 4.1, F8).

A receipt is kept first, in a transaction of its own, and then applied; what cannot be applied yet, because the answer
to the sending is not written down or the message is not known here, waits and is tried again with the looking up.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit import wall
from recall import failpoints
from recall.actions.outcomes import accept, invited, lock, tell
from recall.actions.replies import answer_by_text, texted_in
from recall.balance import Failure, State
from recall.events import INVITATION_FOUND, INVITATION_NOT_DELIVERED
from recall.lifecycle import AttemptState
from recall.models import Callback, DeliveryReceipt, InvitationAttempt
from recall.receipts import FATES, Fate, Receipt, Text, fate, reached_nobody
from schemes.models import Scheme

PROCESS = "recall.callbacks"
KEPT_FOR = timedelta(days=30)  # how long news of a message nobody knows is tried again
IN_DOUBT = (AttemptState.UNKNOWN, AttemptState.PENDING, AttemptState.PRINTED)


def take_receipt(*, receipt: Receipt) -> bool:
    """Keep a receipt and apply it. False when the same news came before, which changes nothing."""
    kept, is_new = Callback.objects.get_or_create(
        digest=receipt.digest,
        defaults={
            "reference": receipt.reference,
            "provider_id": receipt.provider_id,
            "status": receipt.status,
            "completed_at": receipt.completed_at,
        },
    )
    failpoints.reach("F8")
    if kept.applied_at is None:
        apply_receipt(callback_id=kept.pk)
    return is_new


def apply_waiting_receipts() -> int:
    """Apply what could not be applied when it came; says how many could be now."""
    waiting = Callback.objects.waiting().filter(received_at__gt=timezone.now() - KEPT_FOR)
    return sum(
        apply_receipt(callback_id=pk) for pk in list(waiting.order_by("received_at").values_list("pk", flat=True))
    )


@transaction.atomic
def apply_receipt(*, callback_id: UUID) -> bool:
    """Write down what a receipt says of its attempt, in whichever scheme that stands. False when it has to wait."""
    callback = Callback.objects.select_for_update().get(pk=callback_id)
    if callback.applied_at is not None or callback.reference is None:
        return False
    for scheme_id in Scheme.objects.order_by("pk").values_list("pk", flat=True):
        with wall.within(scheme_id):
            if not InvitationAttempt.objects.filter(pk=callback.reference).exists():
                continue
            if not _apply(lock(callback.reference), callback):
                return False
            callback.applied_at = timezone.now()
            callback.save(update_fields=["applied_at"])
            return True
    return False


def _apply(attempt: InvitationAttempt, callback: Callback) -> bool:
    """False while its sender is still at it: the sender writes its own answer down, or is found not to come back."""
    if attempt.state == AttemptState.SENDING:
        return False
    if callback.status not in FATES:
        return True
    if attempt.state in IN_DOUBT and attempt.tries:
        # News of it proves that it left, whatever was thought before.
        accept(attempt, provider_id=callback.provider_id, process=PROCESS, kind=INVITATION_FOUND)
    DeliveryReceipt.objects.get_or_create(
        attempt=attempt,
        status=callback.status,
        defaults={"scheme_id": attempt.scheme_id, "at": callback.completed_at},
    )
    if attempt.state == AttemptState.ACCEPTED:
        _settle(attempt)
    return True


def _settle(attempt: InvitationAttempt) -> None:
    """Let the person's place follow what arrived: failed when nothing did, invited again once something has."""
    invitation = attempt.invitation
    sent = invitation.attempts.filter(state=AttemptState.ACCEPTED).prefetch_related("receipts")
    fates = {each.pk: fate([receipt.status for receipt in each.receipts.all()]) for each in sent}
    if reached_nobody(fates.values()):
        if invitation.state == State.INVITED:
            invitation.state, invitation.reason, invitation.invited_at = State.FAILED, Failure.NOT_DELIVERED, None
            invitation.save()
            tell(INVITATION_NOT_DELIVERED, attempt, PROCESS)
    elif fates.get(attempt.pk) is Fate.DELIVERED and invitation.reason == Failure.NOT_DELIVERED:
        invited(invitation, attempt.settled_at)


@transaction.atomic
def take_text(*, text: Text) -> bool:
    """Record what a text answers, or put it before staff, in the scheme whose message it answers. False when it came
    before. Of a number that no scheme texted, the scheme that was set up first is told: nothing is thrown away.
    """
    now = timezone.now()
    _, is_new = Callback.objects.get_or_create(
        digest=text.digest,
        defaults={"provider_id": text.provider_id, "completed_at": text.received_at, "applied_at": now},
    )
    if not is_new:
        return False
    schemes = list(Scheme.objects.order_by("starts_on", "pk").values_list("pk", flat=True))
    for scheme_id in _texted(schemes, text.number) or schemes[:1]:
        answer_by_text(scheme_id=scheme_id, number=text.number, text=text.message, received_at=text.received_at)
    return True


def _texted(schemes: Iterable[UUID], number: str) -> list[UUID]:
    return [scheme_id for scheme_id in schemes if texted_in(scheme_id, number)]
