"""A person's time in shared care, and who answers for each aspect of it at any moment."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from episodes.lifecycle import LIFE, EndReason, Move, Status
from patients.models import Patient
from practices.models import Organisation, Professional
from schemes.models import CareAspect, SchemeRow


class Complexity(models.TextChoices):
    """How difficult the person's care is to manage (A7)."""

    STABLE = "stable", "Stable"
    COMPLEX = "complex", "Complex"
    CHAOTIC = "chaotic", "Chaotic"


class EpisodeQuerySet(models.QuerySet[Any]):
    def open(self) -> "EpisodeQuerySet":
        return self.exclude(status=Status.ENDED)

    def visible_to(self, user: Any) -> "EpisodeQuerySet":
        """The episodes of the people this person may see."""
        return self.filter(patient__in=Patient.objects.visible_to(user))


class Episode(SchemeRow):
    """One period of one person in the scheme. At most one is open at a time."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes", db_constraint=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=LIFE.initial)
    complexity = models.CharField(max_length=10, choices=Complexity.choices, default=Complexity.STABLE)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=~Q(status=Status.ENDED),
                name="one_open_episode_per_patient",
                violation_error_message="This person is already in shared care.",
            ),
            models.CheckConstraint(
                name="episode_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="episode_complexity_is_known",
                condition=Q(complexity__in=Complexity.values),
                violation_error_message="Choose how complex the person's care is.",
            ),
            models.CheckConstraint(
                name="episode_end_reason_is_known",
                condition=Q(end_reason__in=["", *EndReason.values]),
                violation_error_message="Choose why shared care ends.",
            ),
            models.CheckConstraint(
                name="episode_ended_has_day_and_reason",
                condition=Q(status=Status.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(status=Status.ENDED) & Q(ended_on__isnull=True, end_reason=""),
                violation_error_message="An ended episode has a last day and a reason; an open one has neither.",
            ),
            models.CheckConstraint(
                name="episode_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                violation_error_message="The last day must not be before the first day.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="episode_moves", field="status", transitions=LIFE.transitions()),
        ]

    def __str__(self) -> str:
        return f"Episode from {self.started_on}"


class EpisodeStatusChange(SchemeRow):
    """One move in the life of an episode. Never edited."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=12, choices=Move.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="episode_change_is_known",
                condition=Q(move__in=Move.values, status__in=Status.values),
                violation_error_message="Choose one of the moves there are.",
            )
        ]

    def __str__(self) -> str:
        return f"{Move(self.move).label} at {self.at:%Y-%m-%d %H:%M}"


class ResponsibilityQuerySet(models.QuerySet[Any]):
    def held_at(self, moment: Any) -> "ResponsibilityQuerySet":
        return self.filter(held__contains=moment)

    def held_now(self) -> "ResponsibilityQuerySet":
        """Those without an end; a known future end still counts as held now and is asked with `held_at`."""
        return self.filter(held__upper_inf=True)


class Responsibility(SchemeRow):
    """Who answers for one aspect of one person's care, from a moment to a moment (B1). One holder at any moment."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="responsibilities", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    holder = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="responsibilities", db_constraint=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held = DateTimeRangeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["aspect__position", "-held"]
        indexes = [
            # What the matrix, the caseload and the list of gaps ask: who holds what now.
            models.Index(fields=["episode", "aspect"], condition=Q(held__upper_inf=True), name="responsibility_now"),
            models.Index(fields=["holder"], condition=Q(held__upper_inf=True), name="responsibility_by_holder"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_holder_per_aspect_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("aspect", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Somebody already answers for this aspect at that time.",
            ),
            models.CheckConstraint(
                name="responsibility_has_begun",
                condition=Q(held__startswith__isnull=False, held__isempty=False),
                violation_error_message="A responsibility begins at a moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} for {self.aspect}"
