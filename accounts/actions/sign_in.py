"""Tries of a password, counted before it is checked, and the record of what happened at an account's door."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts import limits, security
from accounts.actions.notices import queue_notice
from accounts.models import KeptForm, Pace, SecurityEvent, Session, SignInTry, User
from accounts.origin import Origin
from accounts.sealing import fingerprint
from accounts.security import Deed

MOST_SESSIONS = 3


@transaction.atomic
def count_try(*, email: str, origin: Origin) -> timedelta:
    """Count one try of a password for this address, or say how long to wait before the next is looked at.

    Called before the password is checked, which is what costs. Those who come at once are counted one after another.
    """
    account, address = fingerprint("account", email), fingerprint("address", origin.counted_address)
    now = timezone.now()
    _one_after_another(account, address)
    recent = SignInTry.objects.filter(at__gt=now - limits.LONGEST)
    of_account = list(recent.filter(account_key=account).values_list("at", "address_key"))
    rules: list[tuple[Sequence[datetime], Sequence[limits.Limit]]] = [
        ([at for at, where in of_account if where == address], limits.HERE),
        (list(recent.filter(address_key=address).values_list("at", flat=True)), limits.ADDRESS),
    ]
    if not _is_used_from(account, address, now):
        rules.append(([at for at, _ in of_account], limits.ELSEWHERE))
    left = max(limits.wait(tries, limit, now) for tries, limit in rules)
    if not left:
        SignInTry.objects.create(account_key=account, address_key=address, at=now)
    return left


@transaction.atomic
def count_reset(*, email: str, origin: Origin) -> tuple[bool, timedelta]:
    """Count one asking for a new password: whether it may be sent, and how long this address must wait to ask again."""
    account, address = fingerprint("reset", email), fingerprint("reset_from", origin.counted_address)
    now = timezone.now()
    _one_after_another(account, address)
    recent = SignInTry.objects.filter(at__gt=now - limits.LONGEST)
    left = limits.wait(recent.filter(address_key=address).values_list("at", flat=True), limits.ADDRESS, now)
    too_many = limits.wait(recent.filter(account_key=account).values_list("at", flat=True), limits.RESET, now)
    if not left:
        SignInTry.objects.create(account_key=account, address_key=address, at=now)
    return not (left or too_many), left


@transaction.atomic
def count_knock(*, door: str, key: str, origin: Origin) -> timedelta:
    """Count one try at a door that opens without signing in, or say how long to wait before the next is looked at.

    One key is tried as seldom as one password, and one address at all keys as seldom as at all accounts.
    """
    what, address = fingerprint(door, key), fingerprint(f"{door}_from", origin.counted_address)
    now = timezone.now()
    _one_after_another(what, address)
    recent = SignInTry.objects.filter(at__gt=now - limits.LONGEST)
    left = max(
        limits.wait(recent.filter(account_key=what).values_list("at", flat=True), limits.HERE, now),
        limits.wait(recent.filter(address_key=address).values_list("at", flat=True), limits.ADDRESS, now),
    )
    if not left:
        SignInTry.objects.create(account_key=what, address_key=address, at=now)
    return left


def _one_after_another(*keys: str) -> None:
    """Hold everybody else who counts under these keys until this transaction is over; in one order, so nobody waits
    for each other."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _is_used_from(account: str, address: str, now: datetime) -> bool:
    """Whether somebody signed in to this account from this address lately."""
    used = SecurityEvent.objects.filter(account_key=account, address_key=address, deed=Deed.SIGNED_IN)
    return used.filter(at__gt=now - limits.KNOWN_FOR).exists()


def record_security(
    *, deed: Deed, user: User | None = None, origin: Origin | None = None, email: str = ""
) -> SecurityEvent:
    """Record what happened, and tell the person by e-mail when it is something they must know at once."""
    where = origin or Origin()
    named = email or (user.email if user else "")
    event = SecurityEvent.objects.create(
        deed=deed,
        user=user,
        account_key=fingerprint("account", named) if named else "",
        address_key=fingerprint("address", where.counted_address) if where.address else "",
        address=where.short_address,
        browser=where.browser,
    )
    if user and deed in security.TOLD_AT_ONCE:
        queue_notice(to=user.email, subject=security.SUBJECT, body=security.BODY.format(what=deed.label))
    return event


def record_refused(*, email: str, origin: Origin, deed: Deed = Deed.REFUSED) -> None:
    """A password was wrong, or not looked at. Whoever the address belongs to, if anybody, can see that it was tried."""
    user = User.objects.filter(email__iexact=email).first()
    record_security(deed=deed, user=user, origin=origin, email=email)


def forget_tries(*, email: str, origin: Origin) -> None:
    """The password was right: what was mistyped for this account at this address counts no longer."""
    account, address = fingerprint("account", email), fingerprint("address", origin.counted_address)
    SignInTry.objects.filter(account_key=account, address_key=address).delete()


@transaction.atomic
def record_signed_in(*, user: User, origin: Origin, session_key: str) -> None:
    """Somebody is in; of more sessions than may be open at once, the longest unused end."""
    record_security(deed=Deed.SIGNED_IN, user=user, origin=origin)
    others = Session.objects.filter(user=user, expire_date__gt=timezone.now()).exclude(pk=session_key)
    for session in others.order_by("-seen_at", "pk")[MOST_SESSIONS - 1 :]:
        session.delete()
        record_security(deed=Deed.SESSION_ENDED, user=user, origin=origin)


@transaction.atomic
def forget_what_is_over() -> dict[str, Any]:
    """Remove tries that count for nothing any more, sessions that ended, and typed text nobody came back for."""
    now = timezone.now()
    return {
        "paces": Pace.objects.filter(minute__lte=now - limits.LONGEST).delete()[0],
        "tries": SignInTry.objects.filter(at__lte=now - limits.LONGEST).delete()[0],
        "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
        "kept_forms": KeptForm.objects.filter(kept_at__lte=now - limits.KEPT_FOR).delete()[0],
    }
