"""What a person allowed or refused: restriction of processing, consent to share, and their own word beside ours."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from patients.models.access import LastingQuerySet, ends_after_it_starts
from patients.models.person import Patient
from patients.rights import Ground, Recipient, Scope
from practices.models import ends_after_start
from schemes.models import SchemeRow


class ProcessingRestriction(SchemeRow):
    """That a record is kept and not used, but for what the law names (UK GDPR article 18). Not a restriction of who may
    see it: that is `Restriction`.

    The person is told before it is lifted (article 18(3)), so `told_on` stands wherever `ends_at` does.
    """

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="processing_restrictions", db_constraint=False
    )
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.CharField(max_length=500)
    care_agreed = models.BooleanField(default=False)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="processing_restriction_ground_is_known",
                condition=Q(ground__in=Ground.values),
                violation_error_message="Choose why the record is not to be used.",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ends_at__isnull=True),
                name="one_processing_restriction",
                violation_error_message="The use of this record is restricted already.",
            ),
            models.CheckConstraint(
                name="processing_restriction_lifted_whole",
                condition=Q(ends_at__isnull=True, lifted_by__isnull=True, told_on__isnull=True)
                | Q(ends_at__isnull=False, lifted_by__isnull=False, told_on__isnull=False),
                violation_error_message="Say when the person was told, before the restriction is lifted.",
            ),
            ends_after_it_starts("processing_restriction_ends_after_start"),
        ]

    def __str__(self) -> str:
        return Ground(self.ground).label


class ShareConsentQuerySet(models.QuerySet[Any]):
    def holding_on(self, day: date) -> "ShareConsentQuerySet":
        """Those that hold on the day: begun, not ended, and not withdrawn."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            starts_on__lte=day,
        )


class ShareConsent(SchemeRow):
    """That a person lets something be shared with somebody who does not treat them (J9; common law confidentiality)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="share_consents", db_constraint=False)
    recipient = models.CharField(max_length=10, choices=Recipient.choices)
    recipient_name = models.CharField(max_length=120)
    scope = models.CharField(max_length=14, choices=Scope.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ShareConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "recipient_name"]
        constraints = [
            models.CheckConstraint(
                name="share_consent_values_are_known",
                condition=Q(recipient__in=Recipient.values, scope__in=Scope.values),
                violation_error_message="Choose with whom, and how much.",
            ),
            models.CheckConstraint(
                name="share_consent_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Withdrawing a consent has a day and whoever recorded it.",
            ),
            models.CheckConstraint(
                name="share_consent_withdrawn_after_start",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("starts_on")),
                violation_error_message="A consent cannot be withdrawn before it was given.",
            ),
            ends_after_start("share_consent_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{Recipient(self.recipient).label}: {self.recipient_name}"


class PersonStatement(SchemeRow):
    """What a person says about something we wrote and keep (UK GDPR article 16): it stands beside, never over."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="statements", db_constraint=False)
    about = models.CharField(max_length=200)
    words = models.TextField(max_length=4000)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return self.about


def restriction_of(patient: Patient, moment: datetime) -> ProcessingRestriction | None:
    """The restriction of processing that holds for the person at the moment, if one does."""
    found: ProcessingRestriction | None = (
        ProcessingRestriction.objects.lasting_at(moment).filter(patient_id=patient.pk).first()
    )
    return found


def number_hash(nhs_number: str | None) -> str:
    """What is kept of an erased person's NHS number: enough to know it again, and, without the server's key, not it."""
    return salted_hmac("patients.erased", nhs_number, algorithm="sha256").hexdigest() if nhs_number else ""
