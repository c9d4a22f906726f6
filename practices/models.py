"""Organisations, the professionals who work in them, their evidence and their tiers."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.roles import Permission, may
from practices.tiers import Evidence, Tier


class DateRange(Func):
    """daterange(from, to), both days included; an open end is for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


def never_overlapping(*, name: str, message: str, same: list[str], condition: Q | None = None) -> ExclusionConstraint:
    """The constraint that two dated rows about the same thing never cover the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (
                DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
        violation_error_message=message,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a dated row's last day is not before its first."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        violation_error_message="The last day must not be before the first day.",
    )


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day to a day, the last day included."""

    def held_on(self, day: date) -> "DatedQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Kind(models.TextChoices):
    """What an organisation is."""

    PRACTICE = "practice", "GP practice"
    PHARMACY = "pharmacy", "Pharmacy"
    SPECIALIST_SERVICE = "specialist_service", "Specialist service"
    COMMISSIONER = "commissioner", "Commissioner"
    OTHER = "other", "Other"


class OdsStatus(models.TextChoices):
    """An organisation's status in the national file."""

    ACTIVE = "A", "Active"
    CLOSED = "C", "Closed"
    DORMANT = "D", "Dormant"
    PROPOSED = "P", "Proposed"


class OrganisationQuerySet(models.QuerySet[Any]):
    def open(self) -> "OrganisationQuerySet":
        return self.filter(status=OdsStatus.ACTIVE)

    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """The organisations whose work this person sees: their own, or all when their role is held at the scheme."""
        if user.acting is None:
            return self.none()
        if user.acting.organisation_id is None:
            return self
        return self.filter(pk=user.acting.organisation_id)


class Organisation(models.Model):
    """Any body that takes part in care or pays for it: public reference data, the same for every scheme."""

    unwalled_because = "public reference data from the national file; holds no people"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    ods_code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    name = models.CharField(max_length=120)
    published_name = models.CharField(max_length=120, blank=True)
    address = ArrayField(models.CharField(max_length=80), default=list)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=1, choices=OdsStatus.choices, default=OdsStatus.ACTIVE)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    commissioner_code = models.CharField(max_length=5, blank=True)
    list_size = models.PositiveIntegerField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "ods_code"]
        indexes = [models.Index(fields=["commissioner_code", "kind"], name="organisation_by_commissioner")]
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Choose one of the kinds of organisation there are.",
            ),
            models.CheckConstraint(
                name="organisation_status_is_known",
                condition=Q(status__in=OdsStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PracticeManager(models.Manager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(kind=Kind.PRACTICE)


class Practice(Organisation):
    """A GP practice."""

    objects = PracticeManager()  # type: ignore[misc]

    class Meta:
        proxy = True


class ProfessionalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ProfessionalQuerySet":
        """Professionals of the organisations the person sees; the wall has already kept other schemes out."""
        organisations = Organisation.objects.visible_to(user)
        if user.acting is not None and may(user.acting.role, Permission.VIEW_PEOPLE):
            return self
        return self.filter(posts__organisation__in=organisations).distinct()


class Profession(models.TextChoices):
    """What somebody is registered or employed as."""

    GP = "gp", "GP"
    NURSE = "nurse", "Nurse"
    PHARMACIST = "pharmacist", "Pharmacist"
    KEY_WORKER = "key_worker", "Key worker"
    SPECIALIST = "specialist", "Specialist doctor"
    OTHER = "other", "Other"


class Professional(models.Model):
    """A person who delivers care in one scheme, whether or not they sign in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="professionals"
    )
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=20, choices=Profession.choices)
    registration_number = models.CharField(max_length=12, blank=True)

    objects = ProfessionalQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "user"],
                name="one_professional_per_user",
                violation_error_message="This person is already in the scheme's list of professionals.",
            ),
            models.CheckConstraint(
                name="profession_is_known",
                condition=Q(profession__in=Profession.values),
                violation_error_message="Choose one of the professions there are.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Where a professional works, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme_id = models.UUIDField(editable=False)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="posts", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="one_post_per_organisation_at_a_time",
                same=["professional", "organisation"],
                message="This professional already has a post there on some of these days.",
            ),
            ends_after_start("post_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.professional} at {self.organisation}"


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

    class Meta:
        ordering = ["-awarded_on"]
        constraints = [
            models.CheckConstraint(
                name="cpd_has_hours",
                condition=~Q(evidence=Evidence.CPD) | Q(hours__gt=0),
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

    objects = DatedQuerySet.as_manager()

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
