"""What somebody had typed when they had to sign in again or had changed role: kept, given back, thrown away."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import sealing
from accounts.models import KeptForm, Membership, User

MOST_FORMS = 5
MOST_CHARACTERS = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "as_whom", "form_token")
SECRET = ("password", "secret", "credential", "code")


def worth_keeping(typed: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    """What a person typed: no token, nothing secret, and no file."""
    return {
        name: [str(value) for value in values]
        for name, values in typed.items()
        if name not in NEVER_KEPT and not any(word in name.lower() for word in SECRET)
    }


@transaction.atomic
def keep_form(
    *, user: User, membership: Membership, browser: str, path: str, typed: Mapping[str, Sequence[Any]]
) -> KeptForm | None:
    """Keep what was typed, sealed, for this person in this browser; None when there is nothing to keep.

    The latest few are kept, a day at most. Secrets are not kept, and files cannot be.
    """
    text = json.dumps(worth_keeping(typed))
    if text == "{}" or len(text) > MOST_CHARACTERS or len(path) > 2000 or membership.user_id != user.pk:
        return None
    kept = KeptForm.objects.create(
        user=user,
        membership=membership,
        browser_key=sealing.fingerprint("browser", browser),
        path=path,
        typed=sealing.seal(text),
        kept_at=timezone.now(),
    )
    older = KeptForm.objects.filter(user=user).values_list("pk", flat=True)[MOST_FORMS:]
    KeptForm.objects.filter(pk__in=list(older)).delete()
    return kept


@transaction.atomic
def forget_form(*, kept: KeptForm, by: Any) -> None:
    """It was sent, or is not wanted; refused when it is somebody else's."""
    if kept.user_id != by.pk:
        raise PermissionDenied("This was typed by somebody else.")
    kept.delete()
