"""The second factor: set up for somebody, reset for somebody who lost it, and sealed with a new key."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import events, permissions, sealing
from accounts.actions.sessions import end_sessions
from accounts.actions.sign_in import record_security
from accounts.models import User
from accounts.security import Deed
from audit import actions as audit

SEALED = ("secret", "seed")


@transaction.atomic
def set_up_second_factor(*, user: User, secret: str, process: str) -> Authenticator:
    """Give the account an authenticator app with this secret (base 32); it is asked for wherever the setting is on."""
    authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    audit.record(events.SECOND_FACTOR_SET_UP, subject=user, process=process, name=user.name)
    return authenticator


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: Any) -> None:
    """Take every second factor from somebody who lost it, who sets up a new one at the next sign-in.

    Refused unless `by` may give every role that the person holds in the scheme, and refused for oneself: whoever holds
    a stolen session must not free it of its second step, nor weaken the door of those who watch over them. Every
    session of the person ends, and they are told.
    """
    if not permissions.can_reset_second_factor(by, user):
        raise PermissionDenied("You may not reset this person's second step.")
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user, by=by)
    record_security(deed=Deed.FACTOR_RESET, user=user)
    audit.record(events.SECOND_FACTOR_RESET, subject=user, by=by, name=user.name, reason=reason)


@transaction.atomic
def reseal_factors() -> int:
    """Seal every factor's secret with the first key; how many there were. Old keys may be taken away afterwards."""
    resealed = 0
    for each in Authenticator.objects.select_for_update():
        sealed = {name: sealing.reseal(each.data[name]) for name in SEALED if name in each.data}
        if sealed:
            each.data.update(sealed)
            each.save(update_fields=["data"])
            resealed += 1
    return resealed
