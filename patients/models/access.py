"""Who may see one person beyond, or short of, what their role reaches: restrictions, named access, broken glass.

The wall (`app_hidden`, `app_linked` in this app's migrations) and the door (`Patient.objects.visible_to`) both read
these rows; `Reach.EVERYBODY` stands outside all three. Beneath `person.py`, whose door needs them.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from schemes.models import SchemeRow


class Sensitivity(models.TextChoices):
    """Why a record is restricted (reliability 4.5; standards 9.1)."""

    STAFF = "staff", "Works for a place that takes part"
    FAMILY_OF_STAFF = "family_of_staff", "Family of somebody who works for one"
    SENSITIVE = "sensitive", "Flagged as sensitive"
    SAFEGUARDING = "safeguarding", "Safeguarding"


class LastingQuerySet(models.QuerySet[Any]):
    """Rows that hold from a moment until a moment."""

    def lasting_at(self, moment: datetime) -> "LastingQuerySet":
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """The constraint that what holds from a moment does not end before it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
        violation_error_message="The end must not be before the start.",
    )


class Restriction(SchemeRow):
    """That only named people may open a record; for everybody else it does not exist, in lists and counts too."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="restrictions", db_constraint=False
    )
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices)
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="restriction_sensitivity_is_known",
                condition=Q(sensitivity__in=Sensitivity.values),
                violation_error_message="Choose why the record is restricted.",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ends_at__isnull=True),
                name="one_restriction_at_a_time",
                violation_error_message="This record is restricted already.",
            ),
            ends_after_it_starts("restriction_ends_after_start"),
        ]

    def __str__(self) -> str:
        return Sensitivity(self.sensitivity).label


class NamedAccess(SchemeRow):
    """That one user may open one restricted record, from a moment until a moment, as far as their role goes."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="named_access", db_constraint=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"],
                condition=Q(ends_at__isnull=True),
                name="one_named_access_at_a_time",
                violation_error_message="This person is named already.",
            ),
            ends_after_it_starts("named_access_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.patient_id}"


class EmergencyAccess(SchemeRow):
    """One breaking of the glass: one user opens one record out of their reach, for a reason and a short while.

    It opens nothing while `starts_at` is empty, which is how one that needs approval waits.
    """

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="emergency_access", db_constraint=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="emergency_access_ends",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                violation_error_message="Access in an emergency has an end.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.patient_id}"
