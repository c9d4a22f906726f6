"""A register that was brought in: the file, what each of its rows would do, what it changed, and what it left open."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.roles import Permission, may
from audit import looks
from patients.lifecycle import LIFE, Answer, ImportStatus, QuestionKind, Verdict
from patients.models.person import PARTICULARS, Patient
from practices.models import Organisation, Practice
from schemes.models import SchemeRow


class RegisterImportQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "RegisterImportQuerySet":
        """Checked, and neither brought in nor set aside."""
        return self.filter(status=ImportStatus.STAGED)

    def visible_to(self, user: Any) -> "RegisterImportQuerySet":
        """The imports of the place where this role is held; the scheme's own role sees them all."""
        acting = user.acting
        if acting is None or not may(acting.role, Permission.IMPORT_REGISTER):
            return self.none()
        return self if acting.organisation_id is None else self.filter(organisation_id=acting.organisation_id)


class RegisterImport(SchemeRow):
    """One file of a register as it was sent, with the counts of what its rows would do on that day.

    `organisation` is the practice whose rows alone it may hold; without one it may hold any practice of the scheme.
    """

    status = models.CharField(max_length=12, choices=ImportStatus.choices, default=LIFE.initial)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = ArrayField(models.TextField())
    ignored_headings = ArrayField(models.TextField(), default=list)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    to_add = models.PositiveIntegerField(default=0)
    to_update = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    to_ask = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "id"]
        indexes = [models.Index(fields=["scheme", "status", "-uploaded_at"], name="register_import_by_status")]
        constraints = [
            models.CheckConstraint(
                name="register_import_status_is_known",
                condition=Q(status__in=ImportStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="register_import_decided_by_somebody",
                condition=Q(status=ImportStatus.STAGED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(status=ImportStatus.STAGED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="Say who brought the file in or set it aside, and when.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="register_import_moves", field="status", transitions=LIFE.transitions())]

    def __str__(self) -> str:
        return self.filename

    @property
    def rows_read(self) -> int:
        return self.to_add + self.to_update + self.unchanged + self.to_ask + self.rejected


class RegisterImportRow(models.Model):
    """One row of a file: what it says, cleaned, and what it would do. A rejected row keeps its cells as they came.

    Read and written by the hundred thousand, always by its import: so a counted key, a plain scheme key (tied to the
    import's), and one index.
    """

    id = models.BigAutoField(primary_key=True)
    scheme_id = models.UUIDField(editable=False)
    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=24, blank=True)
    words = models.TextField(blank=True)
    cells = models.TextField(blank=True)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    patient_version = models.PositiveIntegerField(null=True)
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    nhs_number = models.CharField(max_length=10, null=True)  # noqa: DJ001  as the person's
    family_name = models.CharField(max_length=80, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    address = ArrayField(models.CharField(max_length=80), default=list)
    postcode = models.CharField(max_length=8, blank=True)
    no_fixed_abode = models.BooleanField(null=True)
    mobile = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    preferred_channel = models.CharField(max_length=10, blank=True)
    safe_to_post = models.BooleanField(null=True)
    safe_to_text = models.BooleanField(null=True)
    safe_to_email = models.BooleanField(null=True)
    language = models.CharField(max_length=40, blank=True)
    format = models.CharField(max_length=12, blank=True)
    needs = models.CharField(max_length=200, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["register_import", "verdict", "line"], name="register_row_by_verdict")]
        constraints = [
            models.CheckConstraint(
                name="register_row_verdict_is_known",
                condition=Q(verdict__in=Verdict.values),
                violation_error_message="Choose one of the verdicts there are.",
            ),
            models.CheckConstraint(
                name="register_row_says_why",
                condition=~Q(verdict__in=[Verdict.REJECT, Verdict.ASK]) | ~Q(reason="") & ~Q(words=""),
                violation_error_message="Say why the row is not simply brought in.",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


# A row about somebody who is not on the register yet has nobody's record to write the look on.
looks.watch(RegisterImportRow, *PARTICULARS, "cells", whose=lambda row: [row.patient_id] if row.patient_id else [])


class PossibleDuplicateQuerySet(models.QuerySet[Any]):
    def open(self) -> "PossibleDuplicateQuerySet":
        return self.filter(answer="")

    def visible_to(self, user: Any) -> "PossibleDuplicateQuerySet":
        """The questions that this role may answer: both people are shown in full, so nobody else sees them.

        Those about restricted records are for whoever answers for access, who sees no others.
        """
        acting = user.acting
        if acting is None or acting.organisation_id is not None:
            return self.none()
        if may(acting.role, Permission.GOVERN_ACCESS):
            return self.filter(patient__in=Patient.objects.restricted())
        return self if may(acting.role, Permission.RESOLVE_DUPLICATE) else self.none()


class PossibleDuplicate(SchemeRow):
    """A question for a human: may the person in this row of a file be the person on the register?

    An import only ever proposes. The same question, about the same person and the same content of the row, is open
    once; a "no" stands until the file says something new.
    """

    kind = models.CharField(max_length=12, choices=QuestionKind.choices)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="questions", db_constraint=False)
    row = models.ForeignKey(RegisterImportRow, on_delete=models.PROTECT, related_name="questions", db_constraint=False)
    source_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "row__line", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "source_hash"],
                condition=Q(answer=""),
                name="a_question_is_asked_once",
                violation_error_message="This has been asked already.",
            ),
            models.CheckConstraint(
                name="question_kind_is_known",
                condition=Q(kind__in=QuestionKind.values),
                violation_error_message="Choose one of the kinds there are.",
            ),
            models.CheckConstraint(
                name="question_answered_by_somebody",
                condition=Q(answer="", resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(answer__in=Answer.values, resolved_by__isnull=False, resolved_at__isnull=False),
                violation_error_message="Say who answered, and when.",
            ),
        ]

    def __str__(self) -> str:
        return QuestionKind(self.kind).label


class DemographicChange(models.Model):
    """What a register, or somebody here, changed about a person, before and after: only what differs. Never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="demographic_changes", db_constraint=False
    )
    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="changes", db_constraint=False, null=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, db_default="")
    before = models.JSONField()
    after = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                name="demographic_change_has_one_source",
                condition=Q(register_import__isnull=True) ^ Q(by__isnull=True),
                violation_error_message="A change comes from a register or from somebody, not from both.",
            )
        ]

    def __str__(self) -> str:
        return f"Changes of {self.changed_at:%Y-%m-%d}"

    @property
    def told(self) -> list[tuple[str, str]]:
        """What stood before, field by field, as a reader reads it."""
        return [
            (name.replace("_", " ").capitalize(), ", ".join(was) if isinstance(was, list) else str(was or ""))
            for name, was in self.before.items()
        ]


looks.watch(DemographicChange, "before", "after", whose=lambda change: [change.patient_id])
