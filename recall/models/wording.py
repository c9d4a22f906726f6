"""What a message says, version by version. A version is never changed; a new one is written beside it (H10)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from schemes.models import SchemeRow


class Kind(models.TextChoices):
    """Which message it is the wording of."""

    SMS = "sms", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    EASY_READ = "easy_read", "Easy read letter"


class WordingQuerySet(models.QuerySet[Any]):
    def in_force(self) -> "WordingQuerySet":
        """The newest version of each message."""
        return self.order_by("kind", "is_reminder", "-number").distinct("kind", "is_reminder")


class Wording(SchemeRow):
    """One version of one message: the first invitation or the reminder, for one kind of message."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_reminder = models.BooleanField()
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "is_reminder", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "is_reminder", "number"],
                name="wording_number_is_unique",
                violation_error_message="Somebody else has just changed this wording. Open it again.",
            ),
            models.CheckConstraint(
                name="wording_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Choose one of the messages there are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def title(self) -> str:
        return f"{Kind(self.kind).label}: {'reminder' if self.is_reminder else 'first invitation'}"
