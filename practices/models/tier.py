"""A professional's evidence of competence, the tiers it supports, and commissioned appointments."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from practices.models.dates import DatedQuerySet, ends_after_start, never_overlapping
from practices.models.professional import Professional
from practices.tiers import Evidence, Tier


class QualificationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(professional__in=Professional.objects.visible_to(user))

    def in_date(self, day: date) -> Self:
        """Evidence that had been awarded by the day and had not expired on it."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day), awarded_on__lte=day)


class TierAwardQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(professional__in=Professional.objects.visible_to(user))

    def review_due_by(self, day: date) -> Self:
        return self.filter(review_on__lte=day)


class Qualification(models.Model):
    """Evidence of competence: a certificate, or hours of continuing professional development (E1, E3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="qualifications", db_constraint=False
    )
    evidence = models.CharField(max_length=20, choices=Evidence.choices)
    awarded_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["-awarded_on"]
        constraints = [
            models.CheckConstraint(
                name="cpd_has_hours",
                condition=~Q(evidence=Evidence.CPD) | Q(hours__isnull=False, hours__gt=0),
                violation_error_message="Enter how many hours of continuing professional development it was.",
            ),
            models.CheckConstraint(
                name="qualification_expires_after_award",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("awarded_on")),
                violation_error_message="The expiry date must not be before the date of the award.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Evidence(self.evidence).label}, {self.awarded_on}"


class GpwsiAppointment(models.Model):
    """A commissioner's appointment of a GP with a special interest, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="gpwsi_appointments", db_constraint=False
    )
    commissioner = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="one_gpwsi_appointment_at_a_time",
                same=["professional"],
                message="This GP already has an appointment on some of these days.",
            ),
            ends_after_start("gpwsi_appointment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.professional}, appointed by {self.commissioner}"


class TierAward(models.Model):
    """A GP's tier, from a day to a day, with who approved it and what evidence was in date then (A6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="tier_awards", db_constraint=False
    )
    tier = models.CharField(max_length=10, choices=Tier.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    caseload_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.ManyToManyField(Qualification, related_name="tier_awards", through="TierEvidence")
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    awarded_at = models.DateTimeField(auto_now_add=True)

    objects = TierAwardQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="one_tier_at_a_time",
                same=["professional"],
                message="This GP already holds a tier on some of these days; end that one first.",
            ),
            ends_after_start("tier_award_ends_after_start"),
            models.CheckConstraint(
                name="tier_is_known",
                condition=Q(tier__in=Tier.values),
                violation_error_message="Choose one of the tiers there are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional}: {Tier(self.tier).label} from {self.starts_on}"


class TierEvidence(models.Model):
    """Which piece of evidence a tier award rested on, on the day it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    award = models.ForeignKey(TierAward, on_delete=models.CASCADE, related_name="rests_on", db_constraint=False)
    qualification = models.ForeignKey(
        Qualification, on_delete=models.PROTECT, related_name="supports", db_constraint=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["award", "qualification"], name="evidence_counts_once")]

    def __str__(self) -> str:
        return f"{self.award} rests on {self.qualification}"
