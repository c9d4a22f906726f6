"""The way an answer comes back without anybody signing in: the link of a message, and texts for a person to read."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from patients.models import Patient
from recall.links import WRONG_TRIES
from recall.models.invitation import Invitation
from schemes.models import SchemeRow


class ReplyLinkQuerySet(models.QuerySet[Any]):
    def open_at(self, now: datetime) -> "ReplyLinkQuerySet":
        """Neither used, nor run out, nor tried wrongly too often."""
        return self.filter(used_at__isnull=True, expires_at__gt=now, wrong_tries__lt=WRONG_TRIES)


class ReplyLink(models.Model):
    """That one message's link leads to one invitation, until it is used, runs out or was tried wrongly too often."""

    unwalled_because = "opened by somebody who stands nowhere; holds a hash and two keys, and names nobody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    scheme_id = models.UUIDField()
    invitation_id = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reply_link_runs_out",
                condition=Q(expires_at__gt=models.F("made_at")),
                violation_error_message="A link runs out after it was made.",
            )
        ]

    def __str__(self) -> str:
        return f"Reply link of {self.made_at:%Y-%m-%d}"


class UnreadTextQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "UnreadTextQuerySet":
        return self.filter(read_at__isnull=True)


class UnreadText(SchemeRow):
    """A text that came back and that only a person can understand; of whom, when one person alone has the number."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    number = models.CharField(max_length=20)
    text = models.TextField()
    received_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = UnreadTextQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="text_read_by_and_at",
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                violation_error_message="A text is read by somebody at a moment.",
            )
        ]

    def __str__(self) -> str:
        return f"Text of {self.received_at:%Y-%m-%d %H:%M}"
