"""The life of a campaign, of one attempt to reach one person, and of one person's place in a cohort."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", "Draft"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"


class Move(TextChoices):
    """What can be done with a campaign."""

    LAUNCH = "launch", "Launch"
    FINISH = "finish", "Finish"
    STOP = "stop", "Stop"


LIFE = Lifecycle(
    name="Campaign",
    initial=Status.DRAFT,
    moves={
        Move.LAUNCH: ({Status.DRAFT}, Status.RUNNING),
        Move.FINISH: ({Status.RUNNING}, Status.FINISHED),
        Move.STOP: ({Status.DRAFT, Status.RUNNING}, Status.STOPPED),
    },
)


class AttemptState(TextChoices):
    """Where one attempt stands. Unknown is a state of its own: it may have left, so it is never sent again blindly."""

    PENDING = "pending", "Waiting"
    SENDING = "sending", "Being sent"
    PRINTED = "printed", "In a print file"
    UNKNOWN = "unknown", "Not known whether it left"
    ACCEPTED = "accepted", "Sent"
    REFUSED = "refused", "Refused"
    MISSED = "missed", "Nobody was reached"
    CANCELLED = "cancelled", "Cancelled"


class AttemptMove(TextChoices):
    """What can happen to an attempt; each happening is also kept as a row of its own."""

    CLAIM = "claim", "Claimed for sending"
    PRINT = "print", "Put into a print file"
    ACCEPT = "accept", "Sent"
    REFUSE = "refuse", "Refused for good"
    POSTPONE = "postpone", "Put back for later"
    DOUBT = "doubt", "Not known whether it left"
    RELEASE = "release", "Found not to have left"
    MISS = "miss", "Nobody was reached"
    CANCEL = "cancel", "Cancelled"


ATTEMPT_LIFE = Lifecycle(
    name="Invitation attempt",
    initial=AttemptState.PENDING,
    moves={
        AttemptMove.CLAIM: ({AttemptState.PENDING}, AttemptState.SENDING),
        AttemptMove.PRINT: ({AttemptState.SENDING}, AttemptState.PRINTED),
        # A waiting one was tried before: the provider could not find it then, and its receipt came late.
        AttemptMove.ACCEPT: (
            {AttemptState.PENDING, AttemptState.SENDING, AttemptState.UNKNOWN, AttemptState.PRINTED},
            AttemptState.ACCEPTED,
        ),
        AttemptMove.REFUSE: ({AttemptState.SENDING}, AttemptState.REFUSED),
        AttemptMove.POSTPONE: ({AttemptState.SENDING}, AttemptState.PENDING),
        AttemptMove.DOUBT: ({AttemptState.SENDING}, AttemptState.UNKNOWN),
        AttemptMove.RELEASE: ({AttemptState.UNKNOWN}, AttemptState.PENDING),
        AttemptMove.MISS: ({AttemptState.PENDING}, AttemptState.MISSED),  # by whoever rang, or waited for them
        AttemptMove.CANCEL: ({AttemptState.PENDING, AttemptState.SENDING}, AttemptState.CANCELLED),
    },
)

OPEN_ATTEMPT = [AttemptState.PENDING, AttemptState.SENDING, AttemptState.PRINTED, AttemptState.UNKNOWN]
# What a person may have heard of: each is a contact.
LEFT_OR_MAY_HAVE = [AttemptState.SENDING, AttemptState.PRINTED, AttemptState.UNKNOWN, AttemptState.ACCEPTED]
FINAL_ATTEMPT = [AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.MISSED, AttemptState.CANCELLED]


class Standing(TextChoices):
    """Where one person stands towards a cohort; only the accepted are called in."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    DEFERRED = "deferred", "Deferred"
    DECLINED = "declined", "Declined"


class MemberMove(TextChoices):
    """What can be decided about somebody in a cohort."""

    ACCEPT = "accept", "Accept"
    DEFER = "defer", "Defer"
    DECLINE = "decline", "Decline"


MEMBER_LIFE = Lifecycle(
    name="Cohort member",
    initial=Standing.PROPOSED,
    moves={
        MemberMove.ACCEPT: ({Standing.PROPOSED, Standing.DEFERRED, Standing.DECLINED}, Standing.ACCEPTED),
        MemberMove.DEFER: ({Standing.PROPOSED, Standing.ACCEPTED, Standing.DECLINED}, Standing.DEFERRED),
        MemberMove.DECLINE: ({Standing.PROPOSED, Standing.ACCEPTED, Standing.DEFERRED}, Standing.DECLINED),
    },
)
