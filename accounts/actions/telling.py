"""Telling staff by e-mail that something waits for them; no message names anybody."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.actions.notices import queue_notice


def tell(users: Iterable[Any], words: tuple[str, str], *, but: Any = None) -> None:
    """Subject and body to those of them who sign in, each once; not to whoever did the deed."""
    subject, body = words
    for address in {user.email for user in users if user is not None and (but is None or user.pk != but.pk)}:
        queue_notice(to=address, subject=subject, body=body)


def address_of(page: str, *keys: Any) -> str:
    """The whole address of a page, as a message gives it."""
    return f"{settings.SITE_URL}{reverse(page, args=keys)}"
