"""Professionals, and where they work."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import Permission, may
from practices.models.dates import DatedQuerySet, ends_after_start, never_overlapping
from practices.models.organisation import Organisation


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
