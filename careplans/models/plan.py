"""The one plan of a person's episode, its versions, and when its next review falls due."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from careplans.lifecycle import LIFE, VERSION_LIFE, Status, VersionStatus
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
        """The plans of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))


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
            ),
            models.CheckConstraint(
                name="plan_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="plan_moves", field="status", transitions=LIFE.transitions()),
        ]

    def __str__(self) -> str:
        return f"Care plan of {self.patient_id}"


class PlanVersion(SchemeRow):
    """One version of the plan. A draft is worked on; an agreed one stays as it is, and so does a replaced one (J12)."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="versions", db_constraint=False)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VERSION_LIFE.initial)
    reason = models.CharField(max_length=200)
    if_things_get_worse = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    present = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_version_number_is_unique",
                violation_error_message="The plan has a version with this number already.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=VersionStatus.DRAFT),
                name="one_draft_per_plan",
                violation_error_message="A new version of this plan is being written already.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status=VersionStatus.AGREED),
                name="one_agreed_version_per_plan",
                violation_error_message="Another version of this plan is the agreed one.",
            ),
            models.CheckConstraint(
                name="plan_version_status_is_known",
                condition=Q(status__in=VersionStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="agreed_version_says_when_and_by_whom",
                condition=Q(status=VersionStatus.DRAFT, agreed_on__isnull=True, agreed_by__isnull=True, present="")
                | ~Q(status=VersionStatus.DRAFT) & Q(agreed_on__isnull=False, agreed_by__isnull=False) & ~Q(present=""),
                violation_error_message="An agreed version says when it was agreed, by whom, and who was there.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="plan_version_moves", field="status", transitions=VERSION_LIFE.transitions()),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
