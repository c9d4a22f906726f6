"""E-mails to people who sign in: an invitation, a security notice, a bell. Never a word about a person in treatment."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> "NoticeQuerySet":
        """Neither sent nor given up, and not being sent at this moment."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, not_before__lte=now)


class Notice(models.Model):
    """One e-mail to somebody who signs in, from the wish to its leaving. The row is the queue.

    A link in it is put together and signed only when it leaves (`opens`, `opens_id`), so that whoever reads this table
    cannot follow it. After an unknown end it is sent again: twice is no harm here, never is.
    """

    unwalled_because = "sent to people who sign in, some before they stand in a scheme; holds no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=120)
    body = models.TextField()
    opens = models.CharField(max_length=60, blank=True)
    opens_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="notice_due",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_link_is_whole",
                condition=Q(opens="", opens_id__isnull=True) | ~Q(opens="") & Q(opens_id__isnull=False),
                violation_error_message="A link names the page it opens and what it opens there.",
            ),
            models.CheckConstraint(
                name="notice_has_one_end",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                violation_error_message="A notice was sent or given up, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
