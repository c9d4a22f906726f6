"""What comes of an answer: the appointment that was booked and what became of it, and what somebody looks into."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from patients.models import Patient
from recall.answering import Attendance, Finding
from recall.models.invitation import Answer, Invitation
from schemes.models import SchemeRow

SHORTEST, LONGEST = 5, 240  # minutes of an appointment


def _minutes_are_sane(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST) | Q(minutes__isnull=True),
        violation_error_message=f"Enter a length between {SHORTEST} and {LONGEST} minutes.",
    )


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "BookingQuerySet":
        """Of the people whose whole record this person may read."""
        return self.filter(invitation__in=Invitation.objects.visible_to(user))

    def unsettled(self) -> "BookingQuerySet":
        """Nobody has recorded what became of them."""
        return self.filter(outcome__isnull=True)


class Booking(SchemeRow):
    """An appointment booked on an invitation: when, and how long it is planned for (H15, I5). Never edited."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="bookings", db_constraint=False)
    booked_for = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_for", "id"]
        constraints = [_minutes_are_sane("booking_length_is_sane")]

    def __str__(self) -> str:
        return f"Appointment at {self.booked_for:%Y-%m-%d %H:%M}"


class BookingOutcome(SchemeRow):
    """What became of an appointment, and how long it really took. Never edited."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="outcome", db_constraint=False)
    outcome = models.CharField(max_length=10, choices=Attendance.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            _minutes_are_sane("appointment_length_is_sane"),
            models.CheckConstraint(
                name="booking_outcome_is_known",
                condition=Q(outcome__in=Attendance.values),
                violation_error_message="Choose what became of the appointment.",
            ),
            models.CheckConstraint(
                name="only_who_attended_took_time",
                condition=Q(outcome=Attendance.ATTENDED) | Q(minutes__isnull=True),
                violation_error_message="Only an appointment that was attended took any time.",
            ),
        ]

    def __str__(self) -> str:
        return Attendance(self.outcome).label


class ConcernQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ConcernQuerySet":
        """About the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))

    def unsettled(self) -> "ConcernQuerySet":
        return self.filter(settled_at__isnull=True)


class Concern(SchemeRow):
    """That an answer says somebody moved, died or is somebody else: a named person looks into it before the register
    changes, and until then nothing is sent."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="concern", db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="recall_concerns", db_constraint=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    finding = models.CharField(max_length=10, choices=Finding.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "id"]
        indexes = [models.Index(fields=["patient"], condition=Q(settled_at__isnull=True), name="concern_unsettled")]
        constraints = [
            models.CheckConstraint(
                name="concern_settled_by_and_at",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, finding="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, finding__in=Finding.values),
                violation_error_message="Somebody settled it at a moment and said what was found.",
            )
        ]

    def __str__(self) -> str:
        return f"Concern about {self.patient_id}"
