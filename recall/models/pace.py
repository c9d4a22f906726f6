"""How fast messages leave, over all workers."""

from django.db import models
from django.utils import timezone


class SendingPace(models.Model):
    """The one bucket from which every worker takes before it sends."""

    unwalled_because = "one number for the whole service, whose provider counts all schemes together"

    room = models.FloatField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="one_sending_pace",
                condition=models.Q(pk=1),
                violation_error_message="There is one pace of sending.",
            )
        ]

    def __str__(self) -> str:
        return f"Room for {self.room:.0f} messages"
