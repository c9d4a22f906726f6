"""The life of an episode of shared care, and of a hand-over in it."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    ACTIVE = "active", "In shared care"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"


class Move(TextChoices):
    SUSPEND = "suspend", "Suspend"
    RESUME = "resume", "Resume"
    END = "end", "End"


class EndReason(TextChoices):
    COMPLETED = "completed", "Treatment completed"
    RETURNED = "returned", "Returned to the specialist service"
    MOVED = "moved", "Moved away"
    DIED = "died", "Died"
    DECLINED = "declined", "Chose not to go on"
    OTHER = "other", "Other"


LIFE = Lifecycle(
    name="Episode of shared care",
    initial=Status.ACTIVE,
    moves={
        Move.SUSPEND: ({Status.ACTIVE}, Status.SUSPENDED),
        Move.RESUME: ({Status.SUSPENDED}, Status.ACTIVE),
        Move.END: ({Status.ACTIVE, Status.SUSPENDED}, Status.ENDED),
    },
)


class HandoverStatus(TextChoices):
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    RECALLED = "recalled", "Taken back"
    EXPIRED = "expired", "Ran out unanswered"
    OVERTAKEN = "overtaken", "Overtaken"


class HandoverMove(TextChoices):
    ACCEPT = "accept", "Accept"
    DECLINE = "decline", "Decline"
    RECALL = "recall", "Take back"
    EXPIRE = "expire", "Run out"
    OVERTAKE = "overtake", "Overtake"


# That an offer has run out is a fact of the clock; the row says so only once another offer takes its place.
HANDOVER = Lifecycle(
    name="Hand-over",
    initial=HandoverStatus.OFFERED,
    moves={
        HandoverMove.ACCEPT: ({HandoverStatus.OFFERED}, HandoverStatus.ACCEPTED),
        HandoverMove.DECLINE: ({HandoverStatus.OFFERED}, HandoverStatus.DECLINED),
        HandoverMove.RECALL: ({HandoverStatus.OFFERED, HandoverStatus.ACCEPTED}, HandoverStatus.RECALLED),
        HandoverMove.EXPIRE: ({HandoverStatus.OFFERED}, HandoverStatus.EXPIRED),
        HandoverMove.OVERTAKE: ({HandoverStatus.OFFERED, HandoverStatus.ACCEPTED}, HandoverStatus.OVERTAKEN),
    },
)
