"""The lives of a person's request, of the copy made of their record, and of a proposal to erase it."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class RequestStatus(TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RequestMove(TextChoices):
    ANSWER = "answer", "Answer"
    REFUSE = "refuse", "Refuse"
    WITHDRAW = "withdraw", "Withdraw"


class BundleStatus(TextChoices):
    QUEUED = "queued", "Waiting to be made"
    PRODUCING = "producing", "Being made"
    READY = "ready", "Ready to be read through"
    GIVEN = "given", "Given to the person"
    FAILED = "failed", "Failed"


class BundleMove(TextChoices):
    CLAIM = "claim", "Start"
    COMPLETE = "complete", "Finish"
    FAIL = "fail", "Fail"
    AGAIN = "again", "Make again"
    GIVE = "give", "Give"


class ErasureStatus(TextChoices):
    PROPOSED = "proposed", "Waiting for a second person"
    DECLINED = "declined", "Declined"
    ERASED = "erased", "Erased"


class ErasureMove(TextChoices):
    DECLINE = "decline", "Decline"
    ERASE = "erase", "Erase"


REQUEST = Lifecycle(
    name="Request by a person",
    initial=RequestStatus.OPEN,
    moves={
        RequestMove.ANSWER: ({RequestStatus.OPEN}, RequestStatus.ANSWERED),
        RequestMove.REFUSE: ({RequestStatus.OPEN}, RequestStatus.REFUSED),
        RequestMove.WITHDRAW: ({RequestStatus.OPEN}, RequestStatus.WITHDRAWN),
    },
)
BUNDLE = Lifecycle(
    name="Copy of a record",
    initial=BundleStatus.QUEUED,
    moves={
        BundleMove.CLAIM: ({BundleStatus.QUEUED}, BundleStatus.PRODUCING),
        BundleMove.COMPLETE: ({BundleStatus.PRODUCING}, BundleStatus.READY),
        BundleMove.FAIL: ({BundleStatus.PRODUCING}, BundleStatus.FAILED),
        BundleMove.AGAIN: (
            {BundleStatus.READY, BundleStatus.FAILED, BundleStatus.PRODUCING},
            BundleStatus.QUEUED,
        ),
        BundleMove.GIVE: ({BundleStatus.READY}, BundleStatus.GIVEN),
    },
)
ERASURE = Lifecycle(
    name="Erasure",
    initial=ErasureStatus.PROPOSED,
    moves={
        ErasureMove.DECLINE: ({ErasureStatus.PROPOSED}, ErasureStatus.DECLINED),
        ErasureMove.ERASE: ({ErasureStatus.PROPOSED}, ErasureStatus.ERASED),
    },
)
