"""The two records this app keeps: what was done, and whose record was looked at. Both are append-only."""

import uuid

from django.conf import settings
from django.db import models

from audit.looks import How


class Event(models.Model):
    """One deed: what, to what, by whom (or by which process), when, in the words of that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(null=True, editable=False)
    kind = models.CharField(max_length=80)
    sentence = models.TextField()
    data = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    patient_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    process = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["scheme_id", "patient_id", "-at"], name="event_by_patient"),
            models.Index(fields=["subject_id", "-at"], name="event_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_by_person_or_process",
                condition=models.Q(by__isnull=False, process="") | models.Q(by__isnull=True) & ~models.Q(process=""),
                violation_error_message="An event is the deed of one person or of one named process.",
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class RecordView(models.Model):
    """One look at one person: who, in which role and at which organisation, on which page, how, when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField()
    page = models.CharField(max_length=120)
    how = models.CharField(max_length=10, choices=How.choices, default=How.VIEW)
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["scheme_id", "patient_id", "-at"], name="recordview_by_patient"),
            models.Index(fields=["scheme_id", "-at"], name="recordview_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="recordview_how_is_known",
                condition=models.Q(how__in=How.values),
                violation_error_message="Say how the person was seen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} seen at {self.at:%Y-%m-%d %H:%M}"
