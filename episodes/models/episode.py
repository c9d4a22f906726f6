"""A person's time in shared care, and the moves in it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from episodes.complexity import Complexity
from episodes.lifecycle import LIFE, EndReason, Move, Status
from patients.models import Patient
from patients.models import Status as PatientStatus
from schemes.models import SchemeRow


class EpisodeQuerySet(models.QuerySet[Any]):
    def open(self) -> "EpisodeQuerySet":
        return self.exclude(status=Status.ENDED)

    def visible_to(self, user: Any) -> "EpisodeQuerySet":
        """The episodes of the people this person may see."""
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def wholly_visible_to(self, user: Any) -> "EpisodeQuerySet":
        """Of those, the episodes of whoever's whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))

    def in_care_visible_to(self, user: Any) -> "EpisodeQuerySet":
        """The open episodes of the people this person may see, but for those who died.

        Who lives is asked among those people: behind the wall, two readings of everybody are compared row by row.
        """
        living = Patient.objects.visible_to(user).exclude(status=PatientStatus.DECEASED)
        return self.filter(patient__in=living).open()


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
