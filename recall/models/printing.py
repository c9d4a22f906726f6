"""Print files: many letters in one PDF, kept as the bytes that were made, and the day they were posted."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import looks
from recall.models.campaign import Campaign
from schemes.models import SchemeRow


class PrintRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "PrintRunQuerySet":
        """The print files of the campaigns this person runs, without their bytes."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user)).defer("content")

    def to_post(self) -> "PrintRunQuerySet":
        return self.filter(posting__isnull=True)


class PrintRun(SchemeRow):
    """One print file. Never changed: what was printed is these bytes."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="print_runs", db_constraint=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="print_run_number_is_unique",
                violation_error_message="The campaign has a print file of this number already.",
            ),
            models.CheckConstraint(
                name="print_run_has_letters",
                condition=Q(letters__gt=0, pages__gte=models.F("letters")),
                violation_error_message="A print file has at least one letter, and each has at least a page.",
            ),
        ]

    def __str__(self) -> str:
        return f"Print file {self.number} of {self.campaign}"


def _posted_to(run: PrintRun) -> list[UUID]:
    return list(run.attempts.values_list("invitation__patient_id", flat=True))


looks.watch(PrintRun, "content", whose=_posted_to)


class PrintRunPosting(SchemeRow):
    """That the letters of a print file were posted: only now are they invitations sent."""

    print_run = models.OneToOneField(PrintRun, on_delete=models.PROTECT, related_name="posting", db_constraint=False)
    posted_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Posted on {self.posted_on}"
