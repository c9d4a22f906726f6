"""Who somebody is at the provider of identities, and what came of their coming back from it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models.people import User
from accounts.openid import Proof, Refusal


class ProviderIdentityQuerySet(models.QuerySet["ProviderIdentity"]):
    def proven(self, proof: Proof) -> "ProviderIdentityQuerySet":
        """The identity that was proven, if an active account is connected to it."""
        return self.filter(issuer=proof.issuer, subject=proof.subject, user__is_active=True)


class ProviderIdentity(models.Model):
    """An identity at the provider that opens an account here, connected by the account's own person."""

    unwalled_because = "read before anybody stands in a scheme; holds staff, no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    connected_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderIdentityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="one_account_per_identity",
                violation_error_message="This smartcard cannot be connected. Disconnect it where it was used before.",
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"],
                name="one_identity_per_account",
                violation_error_message="A smartcard is connected already. Disconnect it first.",
            ),
        ]

    def __str__(self) -> str:
        return f"An identity at {self.issuer}"


class ProviderSignIn(models.Model):
    """One coming back from the provider: a session that began, or why none did. Says nothing of whoever was refused."""

    unwalled_because = "happens before anybody stands in a scheme; holds staff, no patients"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    refusal = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    identity = models.ForeignKey(ProviderIdentity, on_delete=models.SET_NULL, null=True, related_name="sign_ins")
    sid = models.CharField(max_length=255, blank=True)
    session_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["sid"], name="provider_sign_in_by_sid", condition=~Q(sid=""))]
        constraints = [
            models.CheckConstraint(
                name="provider_sign_in_has_one_end",
                condition=Q(refusal="") | Q(refusal__in=Refusal.values, identity__isnull=True, sid="", session_key=""),
                violation_error_message="Somebody got in or was refused for a reason, not both.",
            )
        ]

    def __str__(self) -> str:
        return Refusal(self.refusal).label if self.refusal else "Somebody signed in"


class LogoutToken(models.Model):
    """A request of the provider to end sessions, kept so that it is obeyed once."""

    unwalled_because = "happens before anybody stands in a scheme; holds a random number"

    issuer = models.CharField(max_length=255)
    jti = models.CharField(max_length=255)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "jti"], name="logout_token_is_used_once")]

    def __str__(self) -> str:
        return f"Sessions were ended at {self.at:%H:%M}"


def sessions_of(claims: dict[str, Any]) -> models.QuerySet[ProviderSignIn]:
    """The sign-ins that a request to end sessions is about: one, or all of a person's."""
    begun = ProviderSignIn.objects.filter(identity__issuer=claims["iss"]).exclude(session_key="")
    named = {"sid": claims.get("sid"), "identity__subject": claims.get("sub")}
    return begun.filter(**{name: value for name, value in named.items() if value})
