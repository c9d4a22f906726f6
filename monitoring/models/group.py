"""The group, its terms of reference, its seats, and who sits on them from a day to a day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import holds
from accounts.roles import Permission
from monitoring.quorum import Rule, StakeholderGroup
from practices.models import DatedQuerySet, ends_after_start, never_overlapping
from schemes.models import SchemeRow


class MeetingsQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "MeetingsQuerySet":
        """Everything of the group in their scheme, for whoever may see meetings; nothing for anybody else."""
        return self if holds(user, Permission.VIEW_MEETINGS) else self.none()


class Group(SchemeRow):
    """The shared care monitoring group of a scheme (F1). A scheme has one."""

    name = models.CharField(max_length=120)
    began_on = models.DateField()
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MeetingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme"],
                name="one_monitoring_group_a_scheme",
                violation_error_message="This scheme has its monitoring group already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TermsOfReference(SchemeRow):
    """One version of the group's terms, with its quorum as data; the newest that has begun holds. Never edited."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="terms", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    least_groups = models.PositiveSmallIntegerField()
    chair_needed = models.BooleanField(default=True)
    starts_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="terms_number_is_unique"),
            models.CheckConstraint(
                name="terms_ask_for_a_group",
                condition=Q(least_groups__gte=1),
                violation_error_message="At least one stakeholder group must be present.",
            ),
        ]

    def __str__(self) -> str:
        return f"Terms of reference, version {self.number}"

    @property
    def rule(self) -> Rule:
        return Rule(self.least_groups, self.chair_needed)


class Seat(SchemeRow):
    """A place that a stakeholder group must have (F2), whether or not anybody sits on it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats", db_constraint=False)
    stakeholder_group = models.CharField(max_length=20, choices=StakeholderGroup.choices)
    position = models.PositiveSmallIntegerField()

    objects = MeetingsQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "position"], name="seat_position_is_unique"),
            models.CheckConstraint(
                name="seat_stakeholder_group_is_known",
                condition=Q(stakeholder_group__in=StakeholderGroup.values),
                violation_error_message="Choose one of the stakeholder groups there are.",
            ),
        ]

    def __str__(self) -> str:
        return StakeholderGroup(self.stakeholder_group).label


class SeatHolder(SchemeRow):
    """Who sits on a seat, and who deputises, from a day to a day."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holders", db_constraint=False)
    member_name = models.CharField(max_length=120)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy_name = models.CharField(max_length=120, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["seat__position", "-starts_on"]
        constraints = [
            never_overlapping(
                name="one_holder_per_seat_at_a_time",
                same=["seat"],
                message="Somebody already holds this seat on some of these days.",
            ),
            ends_after_start("seat_holder_ends_after_start"),
            models.CheckConstraint(
                name="seat_deputy_has_a_name",
                condition=Q(deputy__isnull=True) | ~Q(deputy_name=""),
                violation_error_message="Enter the deputy's name.",
            ),
            models.CheckConstraint(
                name="seat_deputy_is_somebody_else",
                condition=Q(deputy_name="") | ~Q(deputy_name=F("member_name")),
                violation_error_message="The deputy must be somebody else than the member.",
            ),
        ]

    def __str__(self) -> str:
        return self.member_name
