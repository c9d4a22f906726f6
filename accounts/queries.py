"""What a person may know about their own account."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts import sealing
from accounts.limits import KEPT_FOR
from accounts.models import (
    KeptForm,
    Membership,
    MembershipQuerySet,
    ProviderIdentity,
    SecurityEvent,
    Session,
    User,
)
from accounts.security import Deed

FEW_CODES = 3
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Factors:
    """Which second factors somebody has."""

    app_since: datetime | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def any(self) -> bool:
        return bool(self.app_since or self.passkeys)

    @property
    def few_codes(self) -> bool:
        """Whether the recovery codes are about to run out."""
        return self.any and (self.codes_left or 0) <= FEW_CODES


def factors(user: Any) -> Factors:
    """The person's second factors as they are now."""
    held = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    app = next((each for each in held if each.type == Authenticator.Type.TOTP), None)
    codes = next((each for each in held if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app_since=app.created_at if app else None,
        passkeys=[each for each in held if each.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def second_factors() -> QuerySet[Authenticator]:
    """What counts as one; recovery codes alone are none."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user: Any) -> bool:
    """Whether the person has one."""
    return second_factors().filter(user=user).exists()


def resets(user: Any) -> QuerySet[SecurityEvent]:
    """How often the person was freed of their second step, latest first: more than once asks who is asking."""
    return SecurityEvent.objects.filter(user=user, deed=Deed.FACTOR_RESET)


def with_doors(held: MembershipQuerySet) -> MembershipQuerySet:
    """The roles, each with when its holder signed in last, and with what second step."""
    came_in = SecurityEvent.objects.filter(user=OuterRef("user"), deed=Deed.SIGNED_IN).order_by("-at")
    return held.annotate(
        signed_in_at=Subquery(came_in.values("at")[:1]),
        has_factor=Exists(second_factors().filter(user=OuterRef("user"))),
        has_smartcard=Exists(ProviderIdentity.objects.filter(user=OuterRef("user"))),
    )


def has_left(user: str, today: date) -> Q:
    """That whoever the row names in this field once signed in to the row's scheme, and holds no role there any more.

    Somebody who never signed in has not left by not signing in.
    """
    held = Membership.objects.filter(user=OuterRef(user), scheme_id=OuterRef("scheme_id"))
    return Q(Exists(held)) & ~Q(Exists(held.not_over(today)))


def sessions(user: Any) -> QuerySet[Session]:
    """Where the person is signed in now, latest used first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now())


def security_events(user: Any, limit: int = 20) -> QuerySet[SecurityEvent]:
    """What happened to the person's account lately, latest first."""
    return SecurityEvent.objects.filter(user=user, at__gt=timezone.now() - LATELY)[:limit]


def kept_forms(user: Any, browser: str) -> QuerySet[KeptForm]:
    """What this person typed in this browser and has not sent, latest first."""
    kept = KeptForm.objects.filter(user=user, browser_key=sealing.fingerprint("browser", browser))
    return kept.filter(kept_at__gt=timezone.now() - KEPT_FOR)


def typed(kept: KeptForm) -> dict[str, list[str]]:
    """What was typed, by field; nothing when it was sealed with a key that was taken away since."""
    try:
        return dict(json.loads(sealing.unseal(kept.typed)))
    except sealing.Unreadable:
        return {}


def whose_reset(token: str, *, salt: str, max_age: int) -> User | None:
    """Whose password a link may change: it was signed here, lately, and not before the password was changed last."""
    try:
        user = User.objects.filter(pk=signing.loads(token, salt=salt, max_age=max_age), is_active=True).first()
    except (signing.BadSignature, ValidationError):
        return None
    if user is None or user.password_changed_at is None:
        return user
    since = timezone.now() - user.password_changed_at
    try:
        signing.loads(token, salt=salt, max_age=since)
    except signing.SignatureExpired:
        return None
    return user
