"""Writing about identities at the provider: connecting, coming in by one, being refused, and the end of sessions."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from accounts import events
from accounts.models import LogoutToken, ProviderIdentity, ProviderSignIn, User
from accounts.models.openid import sessions_of
from accounts.openid import Proof, Refusal
from audit import actions as audit
from audit import constraints

PROCESS = "accounts.openid"
LOGOUT_TOKENS_KEPT = timedelta(days=1)  # far longer than one is obeyed


@transaction.atomic
def connect_identity(*, user: User, issuer: str, subject: str, by: Any) -> ProviderIdentity:
    """Let an identity at the provider open one's own account from now on.

    Refused for somebody else's account, and when the identity opens another account or the account has one.
    """
    if user.pk != by.pk:
        raise PermissionDenied("Only the person themselves may connect a smartcard.")
    identity = ProviderIdentity(user=user, issuer=issuer, subject=subject)
    constraints.save(identity)
    audit.record(events.IDENTITY_CONNECTED, subject=identity, by=by, name=by.name)
    return identity


@transaction.atomic
def disconnect_identity(*, identity: ProviderIdentity, by: Any) -> None:
    """Let the identity open the account no longer, and end the sessions begun with it; refused to anybody else."""
    if identity.user_id != by.pk:
        raise PermissionDenied("Only the person themselves may disconnect a smartcard.")
    audit.record(events.IDENTITY_DISCONNECTED, subject=identity, by=by, name=by.name)
    _end(identity.sign_ins.exclude(session_key=""))
    identity.delete()


@transaction.atomic
def record_provider_sign_in(*, proof: Proof, session_key: str) -> ProviderSignIn:
    """Somebody came in by the provider; the session is remembered so that the provider can end it."""
    identity = ProviderIdentity.objects.select_related("user").get(issuer=proof.issuer, subject=proof.subject)
    sign_in = ProviderSignIn.objects.create(identity=identity, sid=proof.sid, session_key=session_key)
    audit.record(events.CAME_IN_BY_PROVIDER, subject=sign_in, by=identity.user, name=identity.user.name)
    return sign_in


@transaction.atomic
def record_provider_refusal(*, why: Refusal) -> ProviderSignIn:
    """Somebody came back from the provider and did not get in; the record says why and not who."""
    sign_in = ProviderSignIn.objects.create(refusal=why)
    audit.record(events.PROVIDER_REFUSED, subject=sign_in, process=PROCESS, why=why.label)
    return sign_in


def follow_session(*, before: str, after: str) -> None:
    """The session goes on under another key; the provider's request to end it still finds it."""
    ProviderSignIn.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def end_provider_sessions(*, claims: dict[str, Any]) -> int:
    """End the sessions that a checked request of the provider names; how many. The same request twice ends none."""
    now = timezone.now()
    LogoutToken.objects.filter(at__lt=now - LOGOUT_TOKENS_KEPT).delete()
    token, is_new = LogoutToken.objects.get_or_create(issuer=claims["iss"], jti=claims["jti"])
    if not is_new:
        return 0
    ended = _end(sessions_of(claims))
    audit.record(events.PROVIDER_ENDED_SESSIONS, subject=token, process=PROCESS, count=ended)
    return ended


def _end(sign_ins: models.QuerySet[ProviderSignIn]) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(sign_ins.select_for_update(of=("self",)).values_list("session_key", flat=True))
    for key in keys:
        store(session_key=key).delete()
    sign_ins.update(session_key="")
    return len(keys)
