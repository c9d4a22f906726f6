"""Who supports whoever answers for an aspect of somebody's care."""

from datetime import datetime
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


class SupportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "SupportQuerySet":
        return self.filter(episode__in=Episode.objects.visible_to(user))

    def lasting_at(self, moment: datetime) -> "SupportQuerySet":
        return self.filter(lasts__contains=moment)


class Support(SchemeRow):
    """Somebody who supports the holder of an aspect, from a moment until it is ended (B1).

    They answer for nothing: one holder does. Of one aspect there may be several at once, each of them once.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="supports", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    supporter = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lasts = DateTimeRangeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["aspect__position", "supporter__name", "pk"]
        constraints = [
            ExclusionConstraint(
                name="a_supporter_of_an_aspect_once",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("aspect", RangeOperators.EQUAL),
                    ("supporter", RangeOperators.EQUAL),
                    ("lasts", RangeOperators.OVERLAPS),
                ],
                violation_error_message="They support this already.",
            ),
            models.CheckConstraint(
                name="support_has_begun",
                condition=Q(lasts__startswith__isnull=False, lasts__isempty=False),
                violation_error_message="Support begins at a moment.",
            ),
            models.CheckConstraint(
                name="support_ended_by_somebody",
                condition=Q(lasts__upper_inf=True, ended_by__isnull=True)
                | Q(lasts__upper_inf=False, ended_by__isnull=False),
                violation_error_message="Support that has ended was ended by somebody.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supporter} supports {self.aspect}"
