"""Passwords: a new one, and the link that leads to it."""

from django.db import transaction
from django.utils import timezone

from accounts import security
from accounts.actions.notices import queue_notice
from accounts.actions.sign_in import record_security
from accounts.models import Notice, Session, User
from accounts.origin import Origin
from accounts.security import Deed

NOBODY = "nobody@sharedcare.invalid"
RESET_PAGE = "accounts:new_password"


@transaction.atomic
def change_password(*, user: User, password: str, this_session: str = "") -> None:
    """Set a password that was found good. Every other session ends, and every link for a new password stops working."""
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "password_changed_at"])
    Session.objects.filter(user=user).exclude(pk=this_session).delete()


@transaction.atomic
def ask_for_reset(*, email: str, origin: Origin, may_send: bool) -> None:
    """Send a link for a new password, if the address is one somebody signs in with.

    The same work is done when it is not, so that neither the answer nor its time tells. Nothing is kept of an address
    that is nobody's but a hash.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    record_security(deed=Deed.RESET_ASKED, user=user, origin=origin, email=email)
    sends = transaction.savepoint()
    _queue_link(user or User(email=NOBODY))
    if user is None or not may_send:
        transaction.savepoint_rollback(sends)
    else:
        transaction.savepoint_commit(sends)


def _queue_link(user: User) -> Notice:
    return queue_notice(
        to=user.email,
        subject=security.RESET_SUBJECT,
        body=security.RESET_BODY,
        opens=RESET_PAGE,
        opens_id=user.pk,
    )
