"""What the information-governance lead made of looks that stood out."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import Permission, may
from patients.models.person import Patient
from patients.unusual import Outcome
from schemes.models import SchemeRow


class LookReviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "LookReviewQuerySet":
        """For whoever answers for who may look, and nobody else."""
        if user.acting is None or not may(user.acting.role, Permission.GOVERN_ACCESS):
            return self.none()
        return self


class LookReview(SchemeRow):
    """That the looks of one user at one person, or at very many people in an hour, were judged up to a moment.

    Looks after `until` are new, and may stand out again.
    """

    looker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    until = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    note = models.CharField(max_length=500)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(auto_now_add=True)

    objects = LookReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_at"]
        indexes = [models.Index(fields=["scheme", "looker", "patient"], name="look_review_by_pair")]
        constraints = [
            models.CheckConstraint(
                name="look_review_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Choose what you make of it.",
            ),
            models.CheckConstraint(
                name="look_review_says_why",
                condition=~Q(note=""),
                violation_error_message="Write down why.",
            ),
        ]

    def __str__(self) -> str:
        return Outcome(self.outcome).label
