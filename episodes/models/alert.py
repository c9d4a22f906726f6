"""An alert about one person that goes on until a named person says that they have it, and how it got there."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Notice
from episodes.alerting import OF_A_DOSE, AlertKind, Level, Whom
from episodes.lifecycle import ALERT, AlertMove, AlertOutcome, AlertStatus
from episodes.models.collection import Collection, CollectionArrangement, concerns
from episodes.models.episode import Episode
from schemes.models import SchemeRow

OPEN, TAKEN, CLOSED = AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED, AlertStatus.CLOSED


class AlertQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AlertQuerySet":
        """Of the people this person may see, for whoever has to do with what they collect."""
        return self.filter(episode__in=Episode.objects.visible_to(user)) if concerns(user) else self.none()

    def unanswered(self) -> "AlertQuerySet":
        """Those that nobody has yet."""
        return self.filter(status=OPEN)

    def of_a_dose(self) -> "AlertQuerySet":
        """About doses not taken, of which one at most is open for a person."""
        return self.filter(kind__in=sorted(OF_A_DOSE))


class Alert(SchemeRow):
    """That somebody has to act for one person (D2, C2). It escalates until a named person has it, and then is closed.

    `since` and `days` say from when and how many doses in a row it is about; `level` only ever rises.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alerts", db_constraint=False)
    arrangement = models.ForeignKey(
        CollectionArrangement, on_delete=models.PROTECT, related_name="alerts", db_constraint=False
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts", db_constraint=False
    )
    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    since = models.DateField()
    days = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=AlertStatus.choices, default=ALERT.initial)
    raised_at = models.DateTimeField(default=timezone.now)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    will_do = models.CharField("what they will do", max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=AlertOutcome.choices, blank=True)
    outcome_note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-level", "raised_at"]
        indexes = [
            models.Index(fields=["status", "-level", "raised_at"], name="alert_open", condition=~Q(status=CLOSED)),
            models.Index(fields=["episode", "-raised_at"], name="alert_by_episode"),
        ]
        triggers = [pgtrigger.FSM(name="alert_moves", field="status", transitions=ALERT.transitions())]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(kind__in=sorted(OF_A_DOSE)) & ~Q(status=CLOSED),
                name="one_open_alert_of_a_dose",
                violation_error_message="There is an open alert about this person's collections already.",
            ),
            models.UniqueConstraint(
                fields=["collection"],
                condition=Q(kind=AlertKind.CONCERN),
                name="one_alert_a_concern",
                violation_error_message="An alert was raised about this already.",
            ),
            models.CheckConstraint(
                name="alert_words_are_known",
                condition=Q(kind__in=AlertKind.values, level__in=Level.values, status__in=AlertStatus.values)
                & Q(outcome__in=["", *AlertOutcome.values]),
                violation_error_message="Choose one of the kinds, levels and outcomes there are.",
            ),
            models.CheckConstraint(
                name="alert_is_held_by_somebody",
                condition=Q(held_by__isnull=True, held_at__isnull=True, will_do="")
                | Q(held_by__isnull=False, held_at__isnull=False) & ~Q(will_do=""),
                violation_error_message="Whoever has an alert says what they will do.",
            ),
            models.CheckConstraint(
                name="acknowledged_alert_is_held",
                condition=~Q(status=TAKEN) | Q(held_by__isnull=False),
                violation_error_message="An alert is answered by somebody.",
            ),
            models.CheckConstraint(
                name="closed_alert_has_outcome",
                condition=Q(status=CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status=CLOSED) & Q(closed_at__isnull=True, outcome=""),
                violation_error_message="A closed alert says what came of it; an open one does not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{AlertKind(self.kind).label} since {self.since}"

    @property
    def level_code(self) -> str:
        """The level as a word that has a colour."""
        return Level(self.level).name.lower()


class AlertStatusChange(SchemeRow):
    """One move in the life of an alert: who raised it, had it, or closed it, and when. Never edited."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=12, choices=AlertMove.choices, blank=True)
    status = models.CharField(max_length=12, choices=AlertStatus.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    process = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="alert_change_is_known",
                condition=Q(move__in=["", *AlertMove.values], status__in=AlertStatus.values),
                violation_error_message="Choose one of the moves there are.",
            ),
            models.CheckConstraint(
                name="alert_change_is_somebodys",
                condition=Q(by__isnull=False, process="") | Q(by__isnull=True) & ~Q(process=""),
                violation_error_message="A move is the deed of one person or of one named process.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move or 'raise'} at {self.at:%Y-%m-%d %H:%M}"


class AlertStepQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "AlertStepQuerySet":
        """Neither fired nor stopped."""
        return self.filter(fired_at__isnull=True, stopped_at__isnull=True)

    def due(self, now: datetime) -> "AlertStepQuerySet":
        return self.waiting().filter(due_at__lte=now)


class AlertStep(SchemeRow):
    """One step of an alert's route, written when it is raised. The row is the queue: it fires once, or is stopped."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=12, choices=Whom.choices)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)
    reached = models.PositiveSmallIntegerField("how many were told", null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = AlertStepQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="alert_step_due",
                condition=Q(fired_at__isnull=True, stopped_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "number"],
                name="one_step_a_number",
                violation_error_message="This step is written down already.",
            ),
            models.CheckConstraint(
                name="alert_step_whom_is_known",
                condition=Q(whom__in=Whom.values),
                violation_error_message="Choose one of the steps there are.",
            ),
            models.CheckConstraint(
                name="alert_step_fires_or_is_stopped",
                condition=Q(fired_at__isnull=True, reached__isnull=True)
                | Q(fired_at__isnull=False, reached__isnull=False, stopped_at__isnull=True),
                violation_error_message="A step fires or is stopped, not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {Whom(self.whom).label}"


class AlertTelling(SchemeRow):
    """That one person was told at one step, with the e-mail that says so. Never edited."""

    step = models.ForeignKey(AlertStep, on_delete=models.PROTECT, related_name="tellings", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "user"],
                name="told_once_a_step",
                violation_error_message="This person was told at this step already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.at:%Y-%m-%d %H:%M}"
