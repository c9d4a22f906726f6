"""Documents of a meeting: the wish for one, and the bytes that were issued."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from monitoring import lifecycle
from monitoring.lifecycle import ReportStatus
from monitoring.models.group import MeetingsQuerySet
from monitoring.models.meeting import Meeting
from schemes.models import SchemeRow


class Kind(models.TextChoices):
    """What is printed of a meeting."""

    MINUTES = "minutes", "Minutes"
    AUDIT_REPORT = "audit_report", "Audit report"


class IssuedDocument(SchemeRow):
    """A document as it was issued: kept as bytes with its hash, and never made again (never edited)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents", db_constraint=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MeetingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                name="one_issued_document_a_kind",
                violation_error_message="This document has been issued already.",
            ),
            models.CheckConstraint(
                name="issued_document_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Choose one of the documents there are.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ReportRunQuerySet":
        """Every wish in their scheme, for whoever may see meetings; none for anybody else."""
        return self if holds(user, Permission.VIEW_MEETINGS) else self.none()

    def waiting(self) -> "ReportRunQuerySet":
        return self.filter(status=ReportStatus.QUEUED)


class ReportRun(SchemeRow):
    """The wish for a document, and how far it has come. The row is the queue; the worker only drains it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="report_runs", db_constraint=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=ReportStatus.choices, default=lifecycle.REPORT.initial)
    reason = models.CharField(max_length=400, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                name="one_report_run_a_kind",
                violation_error_message="This document has been asked for already.",
            ),
            models.CheckConstraint(
                name="report_run_values_are_known",
                condition=Q(kind__in=Kind.values, status__in=ReportStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="failed_report_has_reason",
                condition=Q(status=ReportStatus.FAILED) & ~Q(reason="") | ~Q(status=ReportStatus.FAILED) & Q(reason=""),
                violation_error_message="A failed report says why.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="report_moves", field="status", transitions=lifecycle.REPORT.transitions()),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}: {ReportStatus(self.status).label}"
