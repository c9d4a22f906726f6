"""Before the gravest deeds somebody says again who they are, in case they left the computer open.

A view asks for it by `asks_again = True`; nothing else is to be done there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.middleware.keeping import keep_typed, with_kept
from ui.views import ActionFormView

TYPED = "Nothing was done yet. Say again who you are, and what you typed comes back."
PRESSED = "Nothing was done yet. Say again who you are, then press the button once more."


class ProvingMiddleware:
    """Stands inside the sessions, so that whoever has no role or no second step is led elsewhere first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        shown = getattr(view, "view_class", view)
        if not getattr(shown, "asks_again", False) or not request.user.is_authenticated or is_proved(request):
            return None
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else _after_sending(request, shown)
        return redirect(f"{resolve_url('account_reauthenticate')}?{urlencode({'next': back})}")


def is_proved(request: HttpRequest) -> bool:
    """Whether the person signed in, or said again who they are, a few minutes ago at most."""
    return timezone.now() - proved_at(request) < timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def proved_at(request: HttpRequest) -> datetime:
    """When the person last proved in this session who they are. A smartcard's session began with such a proof too."""
    began: datetime = request.session.row.started_at  # type: ignore[attr-defined]
    again = [
        datetime.fromtimestamp(each["at"], tz=began.tzinfo)
        for each in get_authentication_records(request, request.user)
        if each.get("reauthenticated")
    ]
    return max([began, *again])


def _after_sending(request: HttpRequest, shown: Any) -> str:
    """Where to go on once it is proved: to the form with what was typed, or to the page whose button was pressed."""
    path = request.get_full_path()
    kept = keep_typed(request, path) if issubclass(shown, ActionFormView) and shown.form_class else None
    messages.info(request, TYPED if kept else PRESSED)
    if kept:
        return with_kept(kept)
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else resolve_url("today")
