"""By which code a practice enters what happened here in its own record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from recall.coding import Coded
from schemes.models import SchemeRow

LONGEST_TERM = 200


class ClinicalCode(SchemeRow):
    """The code and term of one event from now on, version by version; an empty code ends the one before. None ships:
    which code a practice counts by is settled between the scheme and its practices."""

    event = models.CharField(max_length=20, choices=Coded.choices)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=18, blank=True)
    term = models.CharField(max_length=LONGEST_TERM, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["event", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "event", "number"],
                name="clinical_code_number_is_unique",
                violation_error_message="Somebody else has just changed this code. Open it again.",
            ),
            models.CheckConstraint(
                name="clinical_code_event_is_known",
                condition=Q(event__in=Coded.values),
                violation_error_message="Choose one of the events there are.",
            ),
            models.CheckConstraint(
                name="clinical_code_has_its_term",
                condition=Q(code="", term="") | ~Q(code="") & ~Q(term=""),
                violation_error_message="Enter the code and its term, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.term}" if self.code else "No code"
