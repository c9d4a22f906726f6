"""People who sign in, and the roles they hold at a place, from a day to a day."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.roles import Role, at_organisation


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever the capitals."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do depends on the membership they act under, never on the person."""

    unwalled_because = "read before anybody stands in a scheme; holds staff, no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    # What `accounts.household.key_of` makes of the home postcode, so that looks at one's own household stand out.
    household_key = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message="Somebody already signs in with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def acting(self) -> "Membership | None":
        """The membership this person is acting under now; chosen at sign-in, switched in one click."""
        if not hasattr(self, "_acting"):
            self._acting: Membership | None = self.memberships.held_on(timezone.localdate()).first()
        return self._acting

    @property
    def memberships_now(self) -> "MembershipQuerySet":
        """Every role the person may act under today, in this session."""
        held = self.memberships.held_on(timezone.localdate())
        only_at = getattr(self, "_only_at", None)
        return held.filter(organisation_id=only_at) if only_at else held

    def act_only_at(self, organisation_id: "uuid.UUID | str | None") -> "User":
        """Keep to the roles at this organisation, which is the one chosen at sign-in; none keeps to nothing."""
        self._only_at = organisation_id
        return self

    def act_as(self, membership: "Membership | None") -> "User":
        """Act under this membership from here on; returns the user, for chaining."""
        self._acting = membership
        return self


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held_on(self, day: date) -> "MembershipQuerySet":
        """Roles held on that day, the last day included; one that was ended at once is not held on that day."""
        not_ended = models.Q(ended_at__isnull=True) | models.Q(ended_at__date__gt=day)
        return self.filter(not_ended, models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day), starts_on__lte=day)

    def not_over(self, day: date) -> "MembershipQuerySet":
        """Roles held on that day, and those still to begin."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day), ended_at__isnull=True)


class Membership(models.Model):
    """A role held by a person at a place in one scheme, from a day to a day.

    The place's own tables stand above this app, so the keys are plain here; the migrations of `practices` and `schemes`
    tie them to real rows.
    """

    unwalled_because = "decides where somebody stands, so it is read before they stand there; holds no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=Role.choices)
    scheme_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True, blank=True)
    place_label = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Somebody who leaves is out from that moment, whatever the last day says; the next request shows nothing more.
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=models.Q(role__in=Role.values),
                violation_error_message="Choose one of the roles there are.",
            ),
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=models.Q(
                    role__in=[role.value for role in Role if at_organisation(role)], organisation_id__isnull=False
                )
                | models.Q(
                    role__in=[role.value for role in Role if not at_organisation(role)], organisation_id__isnull=True
                ),
                violation_error_message="This role is held at another kind of place.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="The last day must not be before the first day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_label}, {self.place_label}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label
