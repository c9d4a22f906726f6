"""How long records are kept, what must not be erased, and what is left of one that was."""

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from governance import lifecycle
from governance.lifecycle import ErasureStatus
from governance.models.request import RightsQuerySet
from governance.retention import RetentionClass
from patients.models import Patient
from schemes.models import SchemeRow


class RetentionRule(SchemeRow):
    """Which class the scheme's records are kept under, why, and where that is written; the latest holds."""

    retention_class = models.CharField(max_length=14, choices=RetentionClass.choices)
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=200)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = RightsQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="retention_class_is_known",
                condition=Q(retention_class__in=RetentionClass.values),
                violation_error_message="Choose how long records are kept.",
            )
        ]

    def __str__(self) -> str:
        return RetentionClass(self.retention_class).label


class KeepingDecision(SchemeRow):
    """That one record past its class is kept until a day, and why. The latest holds."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    keep_until = models.DateField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = RightsQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"Kept until {self.keep_until}"


class LegalHoldQuerySet(RightsQuerySet):
    def standing(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at__isnull=True)


class LegalHold(SchemeRow):
    """That nothing of a record may be erased, because of a claim or an inquiry. The database refuses it too."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=500)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(lifted_at__isnull=True),
                name="one_legal_hold_at_a_time",
                violation_error_message="There is a legal hold already.",
            ),
            models.CheckConstraint(
                name="legal_hold_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
                violation_error_message="A hold is lifted by somebody, after it was placed.",
            ),
        ]

    def __str__(self) -> str:
        return "Legal hold"


class ErasureGround(models.TextChoices):
    """Why a record may be erased: the cases of article 17(1) that can arise here."""

    NOT_NEEDED = "not_needed", "It is past its time and no longer needed"
    OBJECTION = "objection", "The person objected, and nothing weighs more"
    UNLAWFUL = "unlawful", "It should never have been held"
    DUTY = "duty", "A law or a court requires it"


class Erasure(SchemeRow):
    """A proposal to erase one record, and the tombstone once it is done: two people, never the same.

    What is left of the NHS number stands on the person (`Patient.erased_number`), where a register that brings them
    again meets it.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    ground = models.CharField(max_length=12, choices=ErasureGround.choices)
    reason = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=ErasureStatus.choices, default=lifecycle.ERASURE.initial)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RightsQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(status=ErasureStatus.PROPOSED),
                name="one_erasure_proposed_at_a_time",
                violation_error_message="Erasing this record has been proposed already.",
            ),
            models.CheckConstraint(
                name="erasure_values_are_known",
                condition=Q(ground__in=ErasureGround.values, status__in=ErasureStatus.values),
                violation_error_message="Choose on which ground.",
            ),
            models.CheckConstraint(
                name="erasure_is_decided_by_another",
                condition=Q(status=ErasureStatus.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(status=ErasureStatus.PROPOSED)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
                violation_error_message="Somebody else must decide than whoever proposed it.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="erasure_moves", field="status", transitions=lifecycle.ERASURE.transitions())]

    def __str__(self) -> str:
        return f"Erasure {self.reference}"

    @property
    def reference(self) -> UUID:
        """By what the record is spoken of once nobody is named: its own key, which the audit trail has too."""
        return self.patient_id
