"""Nothing typed is lost: a form sent after its session ended is kept until its writer has signed in again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url

from accounts import actions, as_whom, queries
from accounts.models import KeptForm, Membership
from accounts.origin import BROWSER_COOKIE
from ui.views import KEPT

ENDED = "Your session has ended, so nothing was saved. Sign in again, and what you typed comes back."
BACK = "This is what you had typed. It has not been saved yet."


def keep_typed(request: HttpRequest, path: str) -> KeptForm | None:
    """Keep what the request sends for whoever opened the form; None when nobody is known or there is nothing to keep.

    Who opened it is signed in the form itself, because the session that knew may be gone.
    """
    opened = as_whom.read(request.POST.get(as_whom.FIELD, ""))
    browser = request.COOKIES.get(BROWSER_COOKIE, "")
    if opened is None or not browser:
        return None
    held = Membership.objects.filter(pk=opened.membership_id, user_id=opened.user_id).select_related("user").first()
    if held is None or (request.user.is_authenticated and request.user.pk != held.user_id):
        return None
    typed = dict(request.POST.lists())
    return actions.keep_form(user=held.user, membership=held, browser=browser, path=path, typed=typed)


class KeepTypedMiddleware:
    """Keeps what is sent too late, gives it back to the page it was typed on, and forgets it once it was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept = getattr(request, "kept_form", None)
        if kept and request.method == "POST" and response.status_code == 302:
            actions.forget_form(kept=kept, by=request.user)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        if request.user.is_authenticated:
            _give_back(request)
            return None
        if not getattr(view, "login_required", True):
            return None
        if request.headers.get("HX-Request"):
            return _sign_in_as_a_page(request)
        if request.method == "POST" and keep_typed(request, request.get_full_path()):
            messages.info(request, ENDED)
            return redirect_to_login(request.get_full_path())
        return None


def _give_back(request: HttpRequest) -> None:
    """Let the page show what was typed on it; it goes on being kept until it is sent."""
    named = _uuid(request.GET.get(KEPT, ""))
    if named is None:
        return
    kept = queries.kept_forms(request.user, request.COOKIES.get(BROWSER_COOKIE, "")).filter(pk=named).first()
    if kept is None or urlsplit(kept.path).path != request.path:
        return
    request.kept_form = kept  # type: ignore[attr-defined]
    if request.method == "GET":
        request.typed_before = as_typed(kept)  # type: ignore[attr-defined]
        messages.info(request, BACK)


def with_kept(kept: KeptForm) -> str:
    """The address of the page, with what was typed on it."""
    joint = "&" if urlsplit(kept.path).query else "?"
    return f"{kept.path}{joint}{KEPT}={kept.pk}"


def as_typed(kept: KeptForm) -> QueryDict:
    """What was typed, as the form that sent it would send it again."""
    typed = QueryDict(mutable=True)
    for name, values in queries.typed(kept).items():
        typed.setlist(name, values)
    return typed


def _sign_in_as_a_page(request: HttpRequest) -> HttpResponse:
    """A part of a page cannot ask to sign in; the whole page goes there instead, and comes back to where it was."""
    came_from = urlsplit(request.headers.get("HX-Current-URL", "")).path or resolve_url("today")
    response = HttpResponse(status=204)
    response["HX-Redirect"] = redirect_to_login(came_from).url
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
