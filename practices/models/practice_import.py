"""An import of the national practice file, looked at before it is confirmed, and each row it was made from."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.roles import Permission, may
from practices.lifecycle import LIFE, Status
from practices.national_file import Difference, Reason, Verdict


class PracticeImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "PracticeImportQuerySet":
        """The scheme's imports, for those who may import; nobody else has business with them."""
        if user.acting is None or not may(user.acting.role, Permission.IMPORT_PRACTICES):
            return self.none()
        return self.filter(scheme_id=user.acting.scheme_id)


class PracticeImport(models.Model):
    """One file brought to the scheme, and for whom; nothing reaches the practices until it is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    commissioner_codes = ArrayField(models.CharField(max_length=5))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STAGED)
    staged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    staged_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeImportQuerySet.as_manager()

    class Meta:
        ordering = ["-staged_at"]
        triggers = [pgtrigger.FSM(name="practice_import_moves", field="status", transitions=LIFE.transitions())]
        constraints = [
            models.CheckConstraint(
                name="practice_import_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="practice_import_decided_by_somebody",
                condition=Q(status=Status.STAGED, decided_by=None, decided_at=None)
                | ~Q(status=Status.STAGED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="Say who decided on the import, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} for {self.commissioners}"

    @property
    def commissioners(self) -> str:
        return " and ".join(self.commissioner_codes)


class PracticeImportRow(models.Model):
    """One row of the file: what it says, or why it cannot be read, and what was decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    practice_import = models.ForeignKey(
        PracticeImport, on_delete=models.CASCADE, related_name="rows", db_constraint=False
    )
    line = models.PositiveIntegerField()
    ods_code = models.CharField(max_length=12, blank=True)
    published_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    address = ArrayField(models.CharField(max_length=80), default=list)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    status = models.CharField(max_length=1, blank=True)
    commissioner_code = models.CharField(max_length=5, blank=True)
    setting = models.CharField(max_length=2, blank=True)
    rejection = models.CharField(max_length=300, blank=True)
    cells = ArrayField(models.CharField(max_length=200), default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    differences = ArrayField(models.CharField(max_length=12, choices=Difference.choices), default=list)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["practice_import", "verdict", "line"], name="import_row_by_verdict")]
        constraints = [
            models.UniqueConstraint(
                fields=["practice_import", "ods_code"],
                condition=~Q(verdict=Verdict.REJECTED),
                name="practice_once_an_import",
                violation_error_message="The file has this practice already.",
            ),
            models.CheckConstraint(
                name="import_row_verdict_is_known",
                condition=Q(verdict__in=Verdict.values),
                violation_error_message="Choose one of the verdicts there are.",
            ),
            models.CheckConstraint(
                name="import_row_rejected_with_reason",
                condition=Q(verdict=Verdict.REJECTED) & ~Q(rejection="")
                | ~Q(verdict=Verdict.REJECTED) & Q(rejection=""),
                violation_error_message="Say why the row was rejected.",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.name or self.rejection}"
