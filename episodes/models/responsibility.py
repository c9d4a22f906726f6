"""Who answers for each aspect of a person's care at any moment."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from episodes.models.episode import Episode
from practices.models import Organisation, Professional
from schemes.models import CareAspect, SchemeRow


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
