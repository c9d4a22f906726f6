"""Reviews of a GP's caseload, and what came of each for every person on the list."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import Permission, may
from episodes.caseload_review import ReviewOutcome
from episodes.lifecycle import CASELOAD_REVIEW, CaseloadReviewStatus
from episodes.models.episode import Episode
from patients.models import Patient
from practices.models import Organisation, Professional
from schemes.models import SchemeRow

UNFINISHED = [CaseloadReviewStatus.PLANNED, CaseloadReviewStatus.OPEN]
OPENED = [CaseloadReviewStatus.OPEN, CaseloadReviewStatus.SIGNED_OFF]


class CaseloadReviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "CaseloadReviewQuerySet":
        """Of any practice, for whoever runs the scheme; of one's own; and those one is to go through with a GP."""
        acting = user.acting
        if acting is None or not may(acting.role, Permission.REVIEW_CASELOAD):
            return self.none()
        if acting.organisation_id is None:
            return self
        return self.filter(Q(practice=acting.organisation_id) | Q(reviewer__user=user))

    def unfinished(self) -> "CaseloadReviewQuerySet":
        return self.filter(status__in=UNFINISHED)

    def due_by(self, day: date) -> "CaseloadReviewQuerySet":
        """Those to be gone through by the day, and those that were begun and not signed off."""
        return self.unfinished().filter(Q(planned_on__lte=day) | Q(status=CaseloadReviewStatus.OPEN))


class CaseloadReview(SchemeRow):
    """One going-through of one GP's list at one practice with somebody who knows more (C16).

    Who did what when stands in the row: no move is made twice. Once signed off, nothing of it changes any more.
    """

    gp = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    planned_on = models.DateField()
    status = models.CharField(max_length=12, choices=CaseloadReviewStatus.choices, default=CASELOAD_REVIEW.initial)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField("how many people were on the list", default=0)
    supervised_by = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    supervision = models.CharField(max_length=1000, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseloadReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "gp__name", "pk"]
        triggers = [
            pgtrigger.FSM(name="caseload_review_moves", field="status", transitions=CASELOAD_REVIEW.transitions())
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gp", "practice"],
                condition=Q(status__in=UNFINISHED),
                name="one_unfinished_caseload_review",
                violation_error_message="A review of this GP’s caseload is planned or begun already.",
            ),
            models.CheckConstraint(
                name="caseload_review_status_is_known",
                condition=Q(status__in=CaseloadReviewStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="caseload_review_opened_has_who_and_when",
                condition=Q(opened_by__isnull=True, opened_at__isnull=True) & ~Q(status__in=OPENED)
                | Q(opened_by__isnull=False, opened_at__isnull=False) & ~Q(status=CaseloadReviewStatus.PLANNED),
                violation_error_message="A review that was opened has somebody who did so, and a moment.",
            ),
            models.CheckConstraint(
                name="caseload_review_signed_off_has_who_and_when",
                condition=Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                & ~Q(status=CaseloadReviewStatus.SIGNED_OFF)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False, status=CaseloadReviewStatus.SIGNED_OFF),
                violation_error_message="A review that was signed off has somebody who did so, and a moment.",
            ),
            models.CheckConstraint(
                name="caseload_review_cancelled_has_who_when_and_why",
                condition=Q(cancelled_by__isnull=True, cancelled_at__isnull=True, cancel_reason="")
                & ~Q(status=CaseloadReviewStatus.CANCELLED)
                | Q(cancelled_by__isnull=False, cancelled_at__isnull=False, status=CaseloadReviewStatus.CANCELLED)
                & ~Q(cancel_reason=""),
                violation_error_message="A review that was cancelled has somebody who did so, a moment and a reason.",
            ),
            models.CheckConstraint(
                name="caseload_review_supervision_was_given_by_somebody",
                condition=Q(supervision="") | Q(supervised_by__isnull=False),
                violation_error_message="Choose who gave the supervision.",
            ),
        ]

    def __str__(self) -> str:
        return f"Caseload of {self.gp} at {self.practice}"


class CaseloadReviewItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "CaseloadReviewItemQuerySet":
        """Of the reviews and of the people this person may see."""
        reviews = CaseloadReview.objects.visible_to(user)
        return self.filter(review__in=reviews, patient__in=Patient.objects.visible_to(user))

    def lacking(self) -> "CaseloadReviewItemQuerySet":
        """Of whom nobody has said yet what came of it."""
        return self.filter(outcome="")


class CaseloadReviewItem(SchemeRow):
    """One person who was on the GP's list when the review was opened, and what came of it; closed with its sign-off."""

    review = models.ForeignKey(CaseloadReview, on_delete=models.PROTECT, related_name="items", db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseloadReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["patient__family_name", "patient__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "episode"],
                name="once_a_caseload_review",
                violation_error_message="This person is on the list already.",
            ),
            models.CheckConstraint(
                name="caseload_outcome_is_known",
                condition=Q(outcome__in=["", *ReviewOutcome.values]),
                violation_error_message="Choose what came of it.",
            ),
            models.CheckConstraint(
                name="caseload_outcome_has_who_and_when",
                condition=Q(outcome="", recorded_by__isnull=True, recorded_at__isnull=True)
                | ~Q(outcome="") & Q(recorded_by__isnull=False, recorded_at__isnull=False),
                violation_error_message="An outcome has somebody who recorded it, and a moment.",
            ),
            models.CheckConstraint(
                name="caseload_closed_with_outcome",
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""),
                violation_error_message="Nobody’s review is signed off without an outcome.",
            ),
        ]

    def __str__(self) -> str:
        return str(ReviewOutcome(self.outcome).label) if self.outcome else "Not gone through yet"
