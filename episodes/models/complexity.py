"""How complex somebody's care has been, and since when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from episodes.complexity import Complexity
from episodes.models.episode import Episode
from patients.models import Patient
from schemes.models import SchemeRow


class ComplexityChange(SchemeRow):
    """That care became more or less complex, from a day on, and why. Until the first of them it was as it began."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="complexity_changes", db_constraint=False
    )
    before = models.CharField(max_length=10, choices=Complexity.choices)
    complexity = models.CharField(max_length=10, choices=Complexity.choices)
    since = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-at"]
        constraints = [
            models.CheckConstraint(
                name="complexity_change_is_known",
                condition=Q(before__in=Complexity.values, complexity__in=Complexity.values),
                violation_error_message="Choose how complex the person's care is.",
            ),
            models.CheckConstraint(
                name="complexity_changes_to_something_else",
                condition=~Q(before=F("complexity")),
                violation_error_message="Care is that already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Complexity(self.before).label} to {self.get_complexity_display().lower()}"  # type: ignore[attr-defined]
