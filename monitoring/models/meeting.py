"""Meetings: who came, what was minuted, decided and asked for. Locked for good once the minutes are approved."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from monitoring import lifecycle
from monitoring.lifecycle import ActionMove, ActionStatus, MeetingStatus, MinutesStatus
from monitoring.models.group import Group, MeetingsQuerySet, Seat
from monitoring.quorum import How
from schemes.models import SchemeRow


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "MeetingQuerySet":
        """Every meeting of their scheme for whoever may see meetings; none for anybody else."""
        return self if holds(user, Permission.VIEW_MEETINGS) else self.none()

    def held(self) -> "MeetingQuerySet":
        return self.filter(status=MeetingStatus.HELD)

    def to_approve(self) -> "MeetingQuerySet":
        """Held, and the minutes not yet approved."""
        return self.held().filter(minutes_status=MinutesStatus.DRAFT)


class Meeting(SchemeRow):
    """A meeting of the group (F3, F4)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings", db_constraint=False)
    planned_on = models.DateField()
    starts_at = models.TimeField()
    place = models.CharField(max_length=160)
    status = models.CharField(max_length=12, choices=MeetingStatus.choices, default=lifecycle.MEETING.initial)
    minutes_status = models.CharField(max_length=12, choices=MinutesStatus.choices, default=lifecycle.MINUTES.initial)
    cancel_reason = models.CharField(max_length=200, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "planned_on"],
                condition=~Q(status=MeetingStatus.CANCELLED),
                name="one_meeting_a_day",
                violation_error_message="There is a meeting on that day already.",
            ),
            models.CheckConstraint(
                name="meeting_statuses_are_known",
                condition=Q(status__in=MeetingStatus.values, minutes_status__in=MinutesStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="cancelled_meeting_has_reason",
                condition=Q(status=MeetingStatus.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(status=MeetingStatus.CANCELLED) & Q(cancel_reason=""),
                violation_error_message="Say why the meeting is cancelled.",
            ),
            models.CheckConstraint(
                name="approved_minutes_say_who_and_when",
                condition=Q(
                    minutes_status=MinutesStatus.APPROVED,
                    status=MeetingStatus.HELD,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | Q(minutes_status=MinutesStatus.DRAFT, approved_by__isnull=True, approved_at__isnull=True),
                violation_error_message="Only the minutes of a meeting that was held are approved, by somebody, once.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="meeting_moves", field="status", transitions=lifecycle.MEETING.transitions()),
            pgtrigger.FSM(name="minutes_moves", field="minutes_status", transitions=lifecycle.MINUTES.transitions()),
        ]

    def __str__(self) -> str:
        return f"Meeting of {self.planned_on.day} {self.planned_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:meeting", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.minutes_status == MinutesStatus.APPROVED


class MeetingStatusChange(SchemeRow):
    """One move in the life of a meeting or of its minutes. Never edited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.move} at {self.at:%Y-%m-%d %H:%M}"


class Attendance(SchemeRow):
    """How one seat was taken at one meeting, and by whom."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance", db_constraint=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    how = models.CharField(max_length=12, choices=How.choices)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["seat__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="one_attendance_per_seat",
                violation_error_message="This seat is on the list of attendance already.",
            ),
            models.CheckConstraint(
                name="attendance_how_is_known",
                condition=Q(how__in=How.values),
                violation_error_message="Say how the seat was taken.",
            ),
            models.CheckConstraint(
                name="present_has_a_name",
                condition=~Q(how__in=[How.MEMBER, How.DEPUTY]) | ~Q(name=""),
                violation_error_message="Enter the name of who was present.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {How(self.how).label}"


class AgendaItem(SchemeRow):
    """An item of the agenda, and what was minuted under it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    minute = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingsQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_is_unique")]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Decision(SchemeRow):
    """What the meeting decided. Never edited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", db_constraint=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_is_unique")]

    def __str__(self) -> str:
        return f"Decision {self.number}"


class ActionItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ActionItemQuerySet":
        """All of them for whoever sees meetings; their own for anybody else who was asked to do something."""
        return self if holds(user, Permission.VIEW_MEETINGS) else self.filter(owner=user)

    def pending(self) -> "ActionItemQuerySet":
        return self.filter(status__in=lifecycle.PENDING)

    def overdue_on(self, day: date) -> "ActionItemQuerySet":
        return self.pending().filter(due_now_on__lt=day)


class ActionItem(SchemeRow):
    """Something a meeting asked of one named person. What was asked never changes; how it stands does."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions", db_constraint=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner_name = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    due_now_on = models.DateField()
    status = models.CharField(max_length=16, choices=ActionStatus.choices, default=lifecycle.ACTION.initial)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_now_on", "number"]
        indexes = [models.Index(fields=["scheme", "status", "due_now_on"], name="action_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="action_number_is_unique"),
            models.CheckConstraint(
                name="action_has_one_owner",
                condition=~Q(owner_name=""),
                violation_error_message="Name the one person who will do this.",
            ),
            models.CheckConstraint(
                name="action_status_is_known",
                condition=Q(status__in=ActionStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="action_moves", field="status", transitions=lifecycle.ACTION.transitions()),
        ]

    def __str__(self) -> str:
        return f"Action {self.number}"

    @property
    def is_pending(self) -> bool:
        return self.status in lifecycle.PENDING


class ActionChange(SchemeRow):
    """One move in the life of an action: closed, carried forward or cancelled, and where. Never edited."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="action_changes", db_constraint=False
    )
    move = models.CharField(max_length=12, choices=ActionMove.choices)
    status = models.CharField(max_length=16, choices=ActionStatus.choices)
    note = models.CharField(max_length=400, blank=True)
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{ActionMove(self.move).label} at {self.at:%Y-%m-%d %H:%M}"
