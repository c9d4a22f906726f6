"""Sessions: who may be in at all, what counts as use, and what the browser is told when somebody is out."""

import secrets
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as STEPS
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from accounts import actions, queries
from accounts.origin import BROWSER_COOKIE, origin_of
from accounts.security import Deed
from accounts.standing import PLACE_KEY

FORGET = '"cache", "cookies", "storage"'
BROWSER_FOR = 30 * 24 * 60 * 60
BY_PERSON = "X-By-Person"
# What somebody without a second factor may open: setting one up, saying who they are, leaving.
SETTING_UP = {"account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


class SessionsMiddleware:
    """Stands inside the acting, so that it knows under which role the request came."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in, steps = request.user.is_authenticated, len(request.session.get(STEPS, []))
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = FORGET
        if not request.user.is_authenticated:
            return response
        if was_in and len(request.session.get(STEPS, [])) > steps:
            _new_cookie(request)
            actions.record_security(deed=Deed.STEPPED_UP, user=request.user, origin=origin_of(request))
        elif was_in and is_use(request) and getattr(request.session, "row", None):
            actions.note_use(session=request.session.row)  # type: ignore[attr-defined]
        _know_the_browser_again(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Nobody without a role is in; nobody without a second factor goes further than setting one up."""
        user = request.user
        if not user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if user.acting is None:
            get_adapter().logout(request)
            return redirect("accounts:no_role")
        name = request.resolver_match.view_name if request.resolver_match else ""
        shown = PLACE_KEY in request.session or queries.has_second_factor(user)  # the provider asked for one of its own
        if settings.SECOND_FACTOR != "on" or name in SETTING_UP or shown:
            return None
        return redirect(f"{resolve_url('mfa_index')}?{urlencode({'next': request.path})}")


def is_use(request: HttpRequest) -> bool:
    """Whether a person did something, rather than a page asking by itself: only that keeps a session going.

    A part of a page counts when the page says that a person asked for it, so forgetting to say so ends sessions and
    never prolongs them.
    """
    match = request.resolver_match
    view = getattr(match.func, "view_class", match.func) if match else None
    if request.method in getattr(view, "no_use", ()):
        return False
    return not request.headers.get("HX-Request") or request.headers.get(BY_PERSON) == "1"


def _new_cookie(request: HttpRequest) -> None:
    """Whoever had the old one has not confirmed who they are; the provider can still end the session."""
    before = request.session.session_key or ""
    request.session.cycle_key()
    actions.follow_session(before=before, after=request.session.session_key or "")


def _know_the_browser_again(request: HttpRequest, response: HttpResponse) -> None:
    """A number of this browser's own: what was typed in it is given back in it and nowhere else."""
    if BROWSER_COOKIE not in request.COOKIES:
        response.set_cookie(
            BROWSER_COOKIE,
            secrets.token_urlsafe(16),
            max_age=BROWSER_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
