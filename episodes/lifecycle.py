"""The life of an episode of shared care."""

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
