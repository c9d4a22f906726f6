"""Signing in: the sessions that are open, the tries that are counted, and the record of what happened."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.people import User
from accounts.security import Deed

if TYPE_CHECKING:
    from accounts.sessions import SessionStore


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in, or is about to be. Its end is this row's end."""

    unwalled_because = "read before anybody stands in a scheme; what is in it is sealed"

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.CheckConstraint(
                name="session_seen_after_start",
                condition=models.Q(seen_at__gte=models.F("started_at")),
                violation_error_message="A session is not seen before it started.",
            )
        ]

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from accounts.sessions import SessionStore  # which reads this model

        return SessionStore


class SignInTry(models.Model):
    """One try of a password (or asking for a new one), counted before it is checked. Gone within the hour."""

    unwalled_because = "counted before anybody is known; holds hashes only"

    account_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account_key", "at"], name="try_by_account"),
            models.Index(fields=["address_key", "at"], name="try_by_address"),
        ]

    def __str__(self) -> str:
        return f"A try at {self.at:%H:%M}"


class Pace(models.Model):
    """How many pages somebody asked for in one minute. Not logged by the database, and gone after the hour."""

    unwalled_because = "counted before anybody stands in a scheme; holds numbers of staff only"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    requests = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "minute"], name="one_pace_a_minute")]

    def __str__(self) -> str:
        return f"{self.requests} pages at {self.minute:%H:%M}"


class SecurityEvent(models.Model):
    """What happened to an account's door. Never edited; an address that is nobody's is kept as a hash only."""

    unwalled_because = "happens before anybody stands in a scheme; holds staff, no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deed = models.CharField(max_length=40, choices=Deed.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="security_events")
    account_key = models.CharField(max_length=64, blank=True)
    address_key = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["user", "-at"], name="security_by_user"),
            models.Index(fields=["account_key", "-at"], name="security_by_account"),
        ]
        constraints = [
            models.CheckConstraint(
                name="security_deed_is_known",
                condition=models.Q(deed__in=Deed.values),
                violation_error_message="Choose one of the deeds there are.",
            )
        ]

    def __str__(self) -> str:
        return Deed(self.deed).label


class KeptForm(models.Model):
    """What somebody had typed when their session ended or their role had changed, until they come back for it."""

    unwalled_because = "kept before anybody stands in a scheme; what was typed is sealed, and only its writer reads it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    browser_key = models.CharField(max_length=64)
    path = models.CharField(max_length=2000)
    typed = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        indexes = [models.Index(fields=["user", "browser_key"], name="kept_form_of_whom")]

    def __str__(self) -> str:
        return f"Kept at {self.kept_at:%H:%M}"
