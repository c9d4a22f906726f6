"""Organisations: practices, pharmacies, services and commissioners."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from practices.national_file import OdsStatus


class Kind(models.TextChoices):
    """What an organisation is."""

    PRACTICE = "practice", "GP practice"
    PHARMACY = "pharmacy", "Pharmacy"
    SPECIALIST_SERVICE = "specialist_service", "Specialist service"
    COMMISSIONER = "commissioner", "Commissioner"
    OTHER = "other", "Other"


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
