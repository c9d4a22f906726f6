"""What a provider called back with: an inbox that takes everything once, and what it came to for one attempt."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from recall.models.invitation import InvitationAttempt
from schemes.models import SchemeRow


class CallbackQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "CallbackQuerySet":
        """Receipts of messages of ours that were not ready for them, or not known, when they came."""
        return self.filter(applied_at__isnull=True, reference__isnull=False)


class Callback(models.Model):
    """That a provider called back, once for each piece of news. Of a text nothing is kept here but that it came."""

    unwalled_because = "a provider stands nowhere; holds references and statuses, and names nobody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    reference = models.UUIDField(null=True, blank=True)
    provider_id = models.CharField(max_length=100)
    status = models.CharField(max_length=100, blank=True)
    completed_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=Q(applied_at__isnull=True), name="callback_waiting")]

    def __str__(self) -> str:
        return f"Callback of {self.received_at:%Y-%m-%d %H:%M}"


class DeliveryReceipt(SchemeRow):
    """What the provider says became of one attempt after it left. Never edited; several may come, in any order."""

    attempt = models.ForeignKey(
        InvitationAttempt, on_delete=models.PROTECT, related_name="receipts", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=100)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "status"],
                name="one_receipt_of_a_kind",
                violation_error_message="This was received already.",
            )
        ]

    def __str__(self) -> str:
        return self.status
