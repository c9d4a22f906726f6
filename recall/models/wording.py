"""What a message says, version by version, and what service users said of it. Versions are never changed (H10)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from recall.variants import Kind
from schemes.models import SchemeRow


class WordingQuerySet(models.QuerySet[Any]):
    def newest(self) -> "WordingQuerySet":
        """The newest version of each message, whether or not it may be used yet."""
        return self.order_by("kind", "is_reminder", "language", "-number").distinct("kind", "is_reminder", "language")

    def in_force(self) -> "WordingQuerySet":
        """The newest version of each message that service users read and found fit."""
        return self.read_and_fit().newest()

    def read_and_fit(self) -> "WordingQuerySet":
        said = WordingReview.objects.filter(wording=OuterRef("pk"))
        return self.filter(Exists(said.filter(is_fit=True)), ~Exists(said.filter(is_fit=False)))


class Wording(SchemeRow):
    """One version of one message: the first invitation or the reminder, for one kind of message in one language."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    is_reminder = models.BooleanField()
    language = models.CharField(max_length=40, blank=True, default="", db_default="")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000)
    is_shipped = models.BooleanField(default=False, db_default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "is_reminder", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "is_reminder", "language", "number"],
                name="wording_number_is_unique",
                violation_error_message="Somebody else has just changed this wording. Open it again.",
            ),
            models.CheckConstraint(
                name="wording_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Choose one of the messages there are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def title(self) -> str:
        spoken = f" in {self.language.title()}" if self.language else ""
        return f"{Kind(self.kind).label}{spoken}: {'reminder' if self.is_reminder else 'first invitation'}"


class WordingReview(SchemeRow):
    """What people who use the service said of a wording, and whether they find it fit to be sent. Never edited."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="reviews", db_constraint=False)
    from_whom = models.CharField(max_length=120)
    reviewed_on = models.DateField()
    said = models.TextField(max_length=2000)
    is_fit = models.BooleanField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.from_whom}: {'fit' if self.is_fit else 'not fit'}"


class DisclosureList(SchemeRow):
    """The words that no message of the scheme may say, version by version; while there is none, the list that ships."""

    number = models.PositiveIntegerField()
    words = models.TextField(max_length=4000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                name="disclosure_list_number_is_unique",
                violation_error_message="Somebody else has just changed this list. Open it again.",
            )
        ]

    def __str__(self) -> str:
        return f"Words never said, version {self.number}"
