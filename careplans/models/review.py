"""That a plan was reviewed, and what came of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from careplans.models.plan import CarePlan
from careplans.schedule import Outcome
from patients.models import Patient
from schemes.models import SchemeRow


class ReviewQuerySet(models.QuerySet[Any]):
    def standing(self) -> "ReviewQuerySet":
        """Those that no correction has replaced."""
        return self.filter(superseded_by__isnull=True)

    def visible_to(self, user: Any) -> "ReviewQuerySet":
        """The reviews of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))


class Review(SchemeRow):
    """That the plan was reviewed: a structured co-ordination record. Clinical notes stay in the practice record."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="reviews", db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reviews", db_constraint=False)
    reviewed_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.TextField(blank=True)
    contact_details_confirmed = models.BooleanField(default=False)
    next_review_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    correction_reason = models.CharField(max_length=200, blank=True)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", db_constraint=False
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["scheme", "patient", "-reviewed_on"], name="review_by_patient"),
            models.Index(fields=["plan", "-reviewed_on"], name="review_by_plan"),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_sets_next_or_hands_back",
                condition=Q(outcome=Outcome.RETURNED, next_review_on__isnull=True)
                | ~Q(outcome=Outcome.RETURNED) & Q(next_review_on__isnull=False, next_review_on__gt=F("reviewed_on")),
                violation_error_message="A review sets the next one, unless it hands the person back.",
            ),
            models.CheckConstraint(
                name="review_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Choose what the review came to.",
            ),
            models.UniqueConstraint(
                fields=["plan", "reviewed_on"],
                condition=Q(superseded_by__isnull=True),
                name="one_review_a_day",
                violation_error_message="A review on this day is recorded already. Correct that one if it is wrong.",
            ),
        ]

    def __str__(self) -> str:
        return f"Review on {self.reviewed_on}"
