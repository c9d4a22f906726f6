"""When somebody who answers for people's care is away, and who stands in for them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from practices.models import Professional, ends_after_start, never_overlapping
from schemes.models import SchemeRow


class AbsenceKind(models.TextChoices):
    """Why somebody is away, as far as anybody needs to know."""

    LEAVE = "leave", "Leave"
    ILLNESS = "illness", "Not well"
    TRAINING = "training", "Training"
    OTHER = "other", "Other"


class AbsenceQuerySet(models.QuerySet[Any]):
    def standing(self) -> "AbsenceQuerySet":
        """Those that were not called off."""
        return self.filter(cancelled_at__isnull=True)

    def not_over(self, day: date) -> "AbsenceQuerySet":
        return self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Absence(SchemeRow):
    """That a professional is away from a day to a day, with a deputy or without (B11).

    They go on answering for what they answer for; a deputy stands in. Without one it is a gap, known beforehand.
    """

    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="absences", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices, default=AbsenceKind.LEAVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    deputy = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            never_overlapping(
                name="one_absence_at_a_time",
                same=["professional"],
                condition=Q(cancelled_at__isnull=True),
                message="They are already away on some of these days.",
            ),
            ends_after_start("absence_ends_after_start"),
            models.CheckConstraint(
                name="absence_kind_is_known",
                condition=Q(kind__in=AbsenceKind.values),
                violation_error_message="Choose one of the kinds there are.",
            ),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("professional")),
                violation_error_message="Nobody is their own deputy.",
            ),
            models.CheckConstraint(
                name="absence_called_off_has_who_and_when",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                violation_error_message="An absence that was called off has somebody who did so, and a moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} away from {self.starts_on}"
