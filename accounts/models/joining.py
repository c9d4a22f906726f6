"""Asking a colleague to sign in: which role, where, from when, and what became of it."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.roles import Role, at_organisation


class StaffInvitationQuerySet(models.QuerySet[Any]):
    def open(self) -> "StaffInvitationQuerySet":
        """Neither accepted nor withdrawn; one that has run out can be sent again."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def waiting(self, now: datetime) -> "StaffInvitationQuerySet":
        """Open, and not run out."""
        return self.open().filter(expires_at__gt=now)


class StaffInvitation(models.Model):
    """That somebody is asked to take a role at a place; it runs out, and is accepted once by whoever holds the address.

    To be told from recall's invitation, which is the offer to a person in treatment.
    """

    unwalled_because = "opened by somebody who stands nowhere yet; holds staff, no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=Role.choices)
    scheme_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True, blank=True)
    place_label = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("role"),
                F("scheme_id"),
                F("place_label"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invited_once_to_a_role_at_a_place",
                violation_error_message="This colleague has been invited to this role here already. Send it again.",
            ),
            models.CheckConstraint(
                name="staff_invitation_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message="Choose one of the roles there are.",
            ),
            models.CheckConstraint(
                name="staff_invitation_place_fits_role",
                condition=Q(role__in=[r.value for r in Role if at_organisation(r)], organisation_id__isnull=False)
                | Q(role__in=[r.value for r in Role if not at_organisation(r)], organisation_id__isnull=True),
                violation_error_message="This role is held at another kind of place.",
            ),
            models.CheckConstraint(
                name="staff_invitation_has_one_end",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                violation_error_message="An invitation is accepted by somebody or withdrawn, not both.",
            ),
            models.CheckConstraint(
                name="staff_invitation_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day must not be before the first day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role_label}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label
