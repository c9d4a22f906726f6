"""The one plan of a person's episode, its reviews, and when the next one falls due."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from careplans.lifecycle import LIFE, Status
from episodes.models import Episode
from patients.models import Patient
from schemes.models import SchemeRow


class CarePlanQuerySet(models.QuerySet[Any]):
    def open(self) -> "CarePlanQuerySet":
        return self.exclude(status=Status.ENDED)

    def review_due_by(self, day: Any) -> "CarePlanQuerySet":
        """Open plans whose next review falls on that day or before it."""
        return self.open().filter(next_review_on__lte=day)

    def visible_to(self, user: Any) -> "CarePlanQuerySet":
        """The plans of the people this person may see."""
        return self.filter(patient__in=Patient.objects.visible_to(user))


class CarePlan(SchemeRow):
    """The plan of one episode: one for each person at a time (J12). It starts with shared care, as a draft."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans", db_constraint=False)
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="plan", db_constraint=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=LIFE.initial)
    next_review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = CarePlanQuerySet.as_manager()

    class Meta:
        ordering = ["next_review_on"]
        indexes = [models.Index(fields=["scheme", "next_review_on"], name="plan_by_next_review")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=~Q(status=Status.ENDED),
                name="one_open_plan_per_patient",
                violation_error_message="This person already has a plan.",
            )
        ]
        triggers = [
            pgtrigger.FSM(name="plan_moves", field="status", transitions=LIFE.transitions()),
        ]

    def __str__(self) -> str:
        return f"Care plan of {self.patient_id}"


class Outcome(models.TextChoices):
    """What a review came to."""

    CONTINUES = "continues", "Goes on as it is"
    CHANGED = "changed", "Goes on with changes"
    RETURNED = "returned", "Returned to the specialist service"


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
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    class Meta:
        ordering = ["-reviewed_on", "-recorded_at"]
        indexes = [models.Index(fields=["scheme", "patient", "-reviewed_on"], name="review_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="review_sets_next_or_hands_back",
                condition=Q(outcome=Outcome.RETURNED, next_review_on__isnull=True)
                | ~Q(outcome=Outcome.RETURNED) & Q(next_review_on__gt=models.F("reviewed_on")),
                violation_error_message="A review sets the next one, unless it hands the person back.",
            )
        ]

    def __str__(self) -> str:
        return f"Review on {self.reviewed_on}"
