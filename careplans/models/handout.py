"""The plan as it was printed and given: kept as bytes, never rendered again."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit import looks
from careplans.models.plan import PlanVersion
from patients.models import Patient
from schemes.models import SchemeRow


class Variant(models.TextChoices):
    """How a handout is set, for whoever reads it (I9, J14)."""

    STANDARD = "standard", "Standard print"
    LARGE = "large", "Large print"
    EASY = "easy", "Easy read"


class HandoutQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "HandoutQuerySet":
        """The handouts of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))


class Handout(SchemeRow):
    """One issued document: its bytes and their hash, beside the hash of what it says and the template's version."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="handouts", db_constraint=False)
    variant = models.CharField(max_length=12, choices=Variant.choices)
    template_version = models.PositiveSmallIntegerField()
    content_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "variant", "content_hash"],
                name="handout_kept_once",
                violation_error_message="This handout has been made already.",
            ),
            models.CheckConstraint(
                name="handout_variant_is_known",
                condition=Q(variant__in=Variant.values),
                violation_error_message="Choose how the handout is set.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Variant(self.variant).label}, {self.given_at:%Y-%m-%d}"


looks.watch(Handout, "pdf", whose=lambda handout: [handout.patient_id])
