"""What was exchanged between two places, about somebody in shared care or about how they work together."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import Permission, may
from episodes.exchange import SPOKEN, ExchangeKind, ExchangeStatus, How, standing
from episodes.models.episode import Episode
from patients.models import Patient
from practices.models import Organisation, Professional
from schemes.models import SchemeRow


class ExchangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ExchangeQuerySet":
        """About the people whose whole record the user may read; else what came to their own place or from it.

        What is about nobody is seen by the places it was between, and by whoever runs the scheme.
        """
        acting = user.acting
        if acting is None or not may(acting.role, Permission.RECORD_EXCHANGE):
            return self.none()
        place = acting.organisation_id
        own = Q(sender_place=place) | Q(receiver_place=place) if place else Q()
        about_somebody = Q(patient__in=Patient.objects.visible_to(user))
        if not may(acting.role, Permission.VIEW_WHOLE_RECORD):
            about_somebody &= own
        return self.filter(about_somebody | Q(patient__isnull=True) & own)

    def valid(self) -> "ExchangeQuerySet":
        """Those that were not withdrawn as a mistake."""
        return self.filter(withdrawn_at__isnull=True)

    def unacknowledged(self) -> "ExchangeQuerySet":
        """What was written and nobody has said to have read."""
        return self.valid().filter(acknowledged_at__isnull=True).exclude(how__in=SPOKEN)

    def to_do(self) -> "ExchangeQuerySet":
        """Those after which something is still to be done."""
        return self.valid().filter(done_at__isnull=True).exclude(next_action="")


class Exchange(SchemeRow):
    """Something told by one place to another (B3, C1). What was said stays; a mistake is withdrawn, and kept.

    Without a place it is the scheme's co-ordination that tells or is told; without an episode it is about nobody in
    treatment.
    """

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="exchanges", db_constraint=False, null=True, blank=True
    )
    sender_place = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sender = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    receiver_place = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receiver = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=14, choices=ExchangeKind.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    day = models.DateField()
    what = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    next_action = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-recorded_at", "pk"]
        indexes = [
            # What the list of silence asks of every episode, and each place of what was sent to it.
            models.Index(fields=["episode", "-day"], condition=Q(withdrawn_at__isnull=True), name="exchange_last_day"),
            models.Index(
                fields=["receiver_place"],
                condition=Q(acknowledged_at__isnull=True, withdrawn_at__isnull=True),
                name="exchange_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="exchange_words_are_known",
                condition=Q(kind__in=ExchangeKind.values, how__in=How.values) & ~Q(what=""),
                violation_error_message="Say what it was about, in which way, and what was said.",
            ),
            models.CheckConstraint(
                name="exchange_is_about_an_episode_or_nobody",
                condition=Q(patient__isnull=True, episode__isnull=True)
                | Q(patient__isnull=False, episode__isnull=False),
                violation_error_message="It is about somebody in shared care, or about nobody.",
            ),
            models.CheckConstraint(
                name="exchange_is_between_two_places",
                condition=Q(sender_place__isnull=False, receiver_place__isnull=True)
                | Q(sender_place__isnull=True, receiver_place__isnull=False)
                | Q(sender_place__isnull=False, receiver_place__isnull=False) & ~Q(sender_place=F("receiver_place")),
                violation_error_message="Choose somebody of another place.",
            ),
            models.CheckConstraint(
                name="exchange_named_somebody_at_a_place",
                condition=(Q(sender__isnull=True) | Q(sender_place__isnull=False))
                & (Q(receiver__isnull=True) | Q(receiver_place__isnull=False)),
                violation_error_message="Say where whoever you name works.",
            ),
            models.CheckConstraint(
                name="exchange_acknowledged_has_who_and_when",
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True, told_how="")
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False) & ~Q(how__in=sorted(SPOKEN)),
                violation_error_message="What was written is acknowledged by somebody, at a moment.",
            ),
            models.CheckConstraint(
                name="exchange_next_action_is_whole",
                condition=Q(next_action="", owner__isnull=True, due_on__isnull=True, done_at__isnull=True)
                | Q(owner__isnull=False, due_on__isnull=False) & ~Q(next_action=""),
                violation_error_message="What is to be done next has somebody who does it, and a day.",
            ),
            models.CheckConstraint(
                name="exchange_done_has_who_and_when",
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                violation_error_message="What was done has somebody who did it, and a moment.",
            ),
            models.CheckConstraint(
                name="exchange_withdrawn_has_who_when_and_why",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                violation_error_message="What is withdrawn has somebody who did so, a moment and a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{ExchangeKind(self.kind).label}, {self.day}"

    def standing_on(self, today: date, within_days: int | None = None) -> ExchangeStatus:
        """How it stands on a day; late only where the scheme's days are given."""
        return standing(
            how=self.how,
            day=self.day,
            acknowledged=self.acknowledged_at is not None,
            withdrawn=self.withdrawn_at is not None,
            today=today,
            within_days=within_days,
        )
