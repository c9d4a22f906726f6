"""The end of sessions: one, all, or all but this one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import events, permissions
from accounts.actions.sign_in import record_security
from accounts.models import Session
from accounts.origin import Origin
from accounts.security import Deed
from accounts.sessions import GRAIN, ends_at
from audit import actions as audit


@transaction.atomic
def end_sessions(*, user: Any, by: Any = None, process: str = "", but: str = "", origin: Origin | None = None) -> int:
    """End every session of this person at once, in every browser; `but` is the key of one that goes on.

    Refused unless they are one's own, or one keeps the accounts of a scheme that they have a role in; a named process
    passes itself. Each browser is asked to sign in again with its next request.
    """
    if by is not None and not permissions.may_keep_account(by, user):
        raise PermissionDenied("Only somebody who keeps the accounts of a scheme may end the sessions of others.")
    ended, _ = Session.objects.filter(user=user).exclude(pk=but).delete()
    if ended:
        record_security(deed=Deed.SESSION_ENDED, user=user, origin=origin)
    if by is None or by.pk != user.pk:
        audit.record(events.SESSIONS_ENDED, subject=user, by=by, process=process, name=user.name, data={"ended": ended})
    return ended


@transaction.atomic
def end_session(*, session: Session, by: Any, origin: Origin | None = None) -> None:
    """End one of one's own sessions; refused when it is somebody else's."""
    if session.user_id != by.pk:
        raise PermissionDenied("This session is somebody else's.")
    session.delete()
    record_security(deed=Deed.SESSION_ENDED, user=by, origin=origin)


def note_use(*, session: Session) -> None:
    """The person did something: the session goes on from now, up to its longest. Written only now and then."""
    now = timezone.now()
    if now - session.seen_at >= GRAIN:
        Session.objects.filter(pk=session.pk).update(seen_at=now, expire_date=ends_at(session.started_at, now))
