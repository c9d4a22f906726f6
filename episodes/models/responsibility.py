"""Who answers for each aspect of a person's care at any moment, and since when we have believed it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from episodes.models.episode import Episode
from patients.models import Patient
from practices.models import Organisation, Professional
from schemes.models import CareAspect, SchemeRow


def from_now_on() -> TimestamptzRange:
    """Known from this moment, and not yet replaced by anything better known."""
    return TimestamptzRange(timezone.now(), None)


class ResponsibilityQuerySet(models.QuerySet[Any]):
    def believed(self) -> "ResponsibilityQuerySet":
        """What is held to be true today: rows that no correction has replaced."""
        return self.filter(known__upper_inf=True)

    def held_at(self, moment: datetime) -> "ResponsibilityQuerySet":
        return self.believed().filter(held__contains=moment)

    def held_now(self) -> "ResponsibilityQuerySet":
        return self.held_at(timezone.now())

    def as_known_on(self, moment: datetime) -> "ResponsibilityQuerySet":
        """What was believed at that moment, whatever was found out later."""
        return self.filter(known__contains=moment)


class ResponsibilityCorrection(SchemeRow):
    """That the record of who answered for an aspect was wrong: who said so, when, and why."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="corrections", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=500)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-corrected_at"]

    def __str__(self) -> str:
        return f"Correction of {self.corrected_at:%Y-%m-%d %H:%M}"


class Responsibility(SchemeRow):
    """Who answers for one aspect of one person's care, from a moment to a moment (B1). One holder at any moment.

    `held` is when they answered; `known` is since and until when we believed it. A hand-over from now on closes `held`,
    which changes no answer about the past. A correction never rewrites: it ends `known`, and what is now believed
    stands in rows of its own.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="responsibilities", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    holder = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="responsibilities", db_constraint=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held = DateTimeRangeField()
    known = DateTimeRangeField(default=from_now_on)
    correction = models.ForeignKey(
        ResponsibilityCorrection,
        on_delete=models.PROTECT,
        related_name="rows",
        db_constraint=False,
        null=True,
        blank=True,
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["aspect__position", "-held"]
        indexes = [
            # What the matrix and the list of gaps ask of an episode, and the caseload of a holder.
            models.Index(
                fields=["episode", "aspect"], condition=Q(known__upper_inf=True), name="responsibility_believed"
            ),
            models.Index(fields=["holder"], condition=Q(known__upper_inf=True), name="responsibility_by_holder"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_holder_per_aspect_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("aspect", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Somebody already answers for this aspect at that time.",
            ),
            models.CheckConstraint(
                name="responsibility_has_begun",
                condition=Q(held__startswith__isnull=False, held__isempty=False),
                violation_error_message="A responsibility begins at a moment.",
            ),
            models.CheckConstraint(
                name="responsibility_was_known",
                # A row that was replaced in the moment it was made was never believed: its range is empty.
                condition=Q(known__startswith__isnull=False) | Q(known__isempty=True),
                violation_error_message="A responsibility is known from a moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} for {self.aspect}"
