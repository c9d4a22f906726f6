"""The life of an episode of shared care, and of the hand-overs and alerts in it."""

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


class AlertStatus(TextChoices):
    OPEN = "open", "Nobody has it yet"
    ACKNOWLEDGED = "acknowledged", "Somebody has it"
    CLOSED = "closed", "Closed"


class AlertMove(TextChoices):
    ACKNOWLEDGE = "acknowledge", "I have this"
    TAKE_OVER = "take_over", "Take over"
    HEIGHTEN = "heighten", "Raise to a higher level"
    CLOSE = "close", "Close"


class AlertOutcome(TextChoices):
    """What came of an alert; the last three are found, not chosen."""

    SPOKEN = "spoken", "Spoken to, and treatment goes on"
    CHANGED = "changed", "Treatment was reassessed or changed"
    ELSEWHERE = "elsewhere", "In hospital, in prison or with another service"
    NOT_FOUND = "not_found", "Not found; others have been told"
    NO_NEED = "no_need", "Nothing had to be done"
    CORRECTED = "corrected", "The record was corrected"
    ENDED = "ended", "Shared care ended"
    DIED = "died", "The person died"


CHOSEN_OUTCOMES = (
    AlertOutcome.SPOKEN,
    AlertOutcome.CHANGED,
    AlertOutcome.ELSEWHERE,
    AlertOutcome.NOT_FOUND,
    AlertOutcome.NO_NEED,
)

ALERT = Lifecycle(
    name="Alert",
    initial=AlertStatus.OPEN,
    moves={
        AlertMove.ACKNOWLEDGE: ({AlertStatus.OPEN}, AlertStatus.ACKNOWLEDGED),
        AlertMove.TAKE_OVER: ({AlertStatus.ACKNOWLEDGED}, AlertStatus.ACKNOWLEDGED),
        AlertMove.HEIGHTEN: ({AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED}, AlertStatus.OPEN),
        AlertMove.CLOSE: ({AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED}, AlertStatus.CLOSED),
    },
)
