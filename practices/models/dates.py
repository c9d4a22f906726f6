"""Rows that hold from a day to a day: how they are asked for, and the constraints that keep them in order."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """daterange(from, to), both days included; an open end is for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class NeverOverlapping(ExclusionConstraint):
    """Leaves days in the wrong order to `ends_after_start`: PostgreSQL has no range for them to overlap with."""

    def validate(self, model: Any, instance: Any, *args: Any, **kwargs: Any) -> None:
        if instance.ends_on is None or instance.ends_on >= instance.starts_on:
            super().validate(model, instance, *args, **kwargs)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """To a migration it is what it is to PostgreSQL."""
        _, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs


def never_overlapping(*, name: str, message: str, same: list[str], condition: Q | None = None) -> ExclusionConstraint:
    """The constraint that two dated rows about the same thing never cover the same day."""
    return NeverOverlapping(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (
                DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
        violation_error_message=message,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a dated row's last day is not before its first."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        violation_error_message="The last day must not be before the first day.",
    )


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day to a day, the last day included."""

    def held_on(self, day: date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
