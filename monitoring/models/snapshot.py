"""The figures a meeting saw, as rows: true and published, with the words of the day. Never edited (F7)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from monitoring.models.group import MeetingsQuerySet
from monitoring.models.meeting import Meeting
from practices.models import Practice
from schemes.models import SchemeRow


class DashboardSnapshot(SchemeRow):
    """That the figures of a quarter were frozen for a meeting. A meeting has one."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="snapshot", db_constraint=False)
    period_code = models.CharField(max_length=7)
    period_label = models.CharField(max_length=60)
    period_start = models.DateField()
    period_end = models.DateField()
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    objects = MeetingsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Figures of {self.period_label}"


class SnapshotResult(SchemeRow):
    """One measure for one practice, or overall, in one quarter: true numbers, and the text of what was published.

    Rows of earlier quarters are overall only: they are the run-up in the pictures.
    """

    snapshot = models.ForeignKey(
        DashboardSnapshot, on_delete=models.PROTECT, related_name="results", db_constraint=False
    )
    position = models.PositiveIntegerField()
    period_code = models.CharField(max_length=7)
    period_start = models.DateField()
    period_end = models.DateField()
    measure = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    standard = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    higher_is_better = models.BooleanField()
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="+")
    practice_name = models.CharField(max_length=120, blank=True)
    true_numerator = models.PositiveIntegerField()
    true_denominator = models.PositiveIntegerField(null=True)
    true_excluded = models.PositiveIntegerField()
    true_incomplete = models.PositiveIntegerField()
    numerator = models.CharField(max_length=10)
    denominator = models.CharField(max_length=10, blank=True)
    excluded = models.CharField(max_length=10)
    incomplete = models.CharField(max_length=10)
    percentage = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="snapshot_result_position_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.practice_name or 'overall'}"


class SnapshotReason(SchemeRow):
    """Why some were not counted in one result: the reason in the words of the day, and how many."""

    result = models.ForeignKey(SnapshotResult, on_delete=models.PROTECT, related_name="reasons", db_constraint=False)
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=120)
    true_count = models.PositiveIntegerField()
    count = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.reason}: {self.count}"
