"""Offers to hand an aspect of somebody's care over, and what became of them."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from episodes import handover
from episodes.handover import Kind
from episodes.lifecycle import HANDOVER, HandoverStatus
from episodes.models.episode import Episode
from patients.models import CareLink, Patient
from practices.models import Organisation, Professional
from schemes.models import CareAspect, SchemeRow

UNANSWERED = [HandoverStatus.OFFERED, HandoverStatus.EXPIRED]
ANSWERED = [HandoverStatus.ACCEPTED, HandoverStatus.DECLINED]
OVER = [HandoverStatus.RECALLED, HandoverStatus.EXPIRED, HandoverStatus.OVERTAKEN]


class HandoverQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "HandoverQuerySet":
        return self.filter(episode__in=Episode.objects.visible_to(user))

    def open_at(self, moment: datetime) -> "HandoverQuerySet":
        """Offers that can still be answered."""
        return self.filter(status=HandoverStatus.OFFERED, expires_at__gt=moment)

    def run_out_by(self, moment: datetime) -> "HandoverQuerySet":
        """Offers that nobody answered in time, and that no later offer has replaced."""
        return self.filter(status=HandoverStatus.OFFERED, expires_at__lte=moment)

    def in_course_at(self, moment: datetime) -> "HandoverQuerySet":
        """Delegations that were accepted and have not come back yet."""
        return self.filter(kind=Kind.DELEGATION, status=HandoverStatus.ACCEPTED, returns_at__gt=moment)


class Handover(SchemeRow):
    """One aspect of one person's care, offered by whoever answers for it to somebody else (B7).

    The giver answers for it until the receiver has accepted. `link` is what let the receiver's organisation see the
    person, where it did not before; it ends with the offer unless that is accepted.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="handovers", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    giver = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    receiver = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="offers", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(
        CareLink, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=12, choices=HandoverStatus.choices, default=HANDOVER.initial)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    returns_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "pk"]
        triggers = [pgtrigger.FSM(name="handover_moves", field="status", transitions=HANDOVER.transitions())]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "aspect"],
                condition=Q(status=HandoverStatus.OFFERED),
                name="one_open_offer_per_aspect",
                violation_error_message="This has been offered to somebody already.",
            ),
            models.CheckConstraint(
                name="handover_words_are_known",
                condition=Q(kind__in=Kind.values, status__in=HandoverStatus.values),
                violation_error_message="Choose one of the kinds and statuses there are.",
            ),
            models.CheckConstraint(
                name="handover_is_to_somebody_else",
                condition=~Q(giver=F("receiver")),
                violation_error_message="Nobody hands over to themselves.",
            ),
            models.CheckConstraint(
                name="handover_stands_for_a_while",
                condition=Q(expires_at__gt=F("offered_at")),
                violation_error_message="An offer runs out after it was made.",
            ),
            models.CheckConstraint(
                name="delegation_comes_back",
                condition=Q(kind=Kind.FOR_GOOD, returns_at__isnull=True)
                | Q(kind=Kind.DELEGATION, returns_at__gt=F("expires_at")),
                violation_error_message="A delegation comes back after the offer has run out; anything else does not.",
            ),
            models.CheckConstraint(
                name="handover_answer_has_who_and_when",
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                & Q(status__in=[status for status in HandoverStatus if status not in ANSWERED])
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(status__in=UNANSWERED),
                violation_error_message="An answer has somebody who gave it and a moment; an open offer has neither.",
            ),
            models.CheckConstraint(
                name="handover_end_has_a_moment",
                condition=Q(ended_at__isnull=False, status__in=OVER)
                | Q(ended_at__isnull=True, ended_by__isnull=True) & ~Q(status__in=OVER),
                violation_error_message="What was taken back, ran out or was overtaken has a moment when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aspect} from {self.giver} to {self.receiver}"

    def standing_at(self, moment: datetime) -> HandoverStatus:
        """The status as the clock makes it."""
        return handover.standing(self.status, self.expires_at, moment)
