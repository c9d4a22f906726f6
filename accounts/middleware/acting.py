"""Each request stands in one scheme, as one membership, inside one transaction."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import as_whom
from accounts.middleware.keeping import keep_typed
from accounts.standing import PLACE_KEY, stand

SESSION_KEY = "membership"
SAFE = {"GET", "HEAD", "OPTIONS"}


def minds_no_role(view: Callable[..., Any]) -> bool:
    """Whether the page is about the person and not about their role: it says so, or it is one of allauth's."""
    shown = getattr(view, "view_class", view)
    return getattr(shown, "minds_no_role", False) or shown.__module__.startswith("allauth.")


class ActingMiddleware:
    """Wraps view and template in one transaction behind the wall of the scheme the person is acting in.

    Used instead of ATOMIC_REQUESTS, whose transaction ends before a template is rendered. An exception or a server
    error undoes the whole request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        chosen = request.session.get(SESSION_KEY)
        held = user.act_only_at(request.session.get(PLACE_KEY)).memberships_now
        user.act_as((held.filter(pk=chosen).first() if chosen else None) or held.first())
        if user.acting:
            request.as_whom = as_whom.write(user.pk, user.acting.pk)  # type: ignore[attr-defined]
        with stand(user):
            response = self.get_response(request)
            if response.status_code >= 500 or hasattr(request, "raised"):
                transaction.set_rollback(True)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Stop a form that was opened as one role from being done as another, chosen meanwhile in another window.

        Nothing typed is lost, and the page offers to go back to that role. Pages about oneself do not mind the role.
        """
        user = request.user
        if request.method in SAFE or not user.is_authenticated or user.acting is None or minds_no_role(view):
            return None
        opened = as_whom.read(request.POST.get(as_whom.FIELD, "") or request.headers.get(as_whom.HEADER, ""))
        if opened is None or opened.membership_id == user.acting.pk:
            return None
        kept = keep_typed(request, request.get_full_path())
        before = user.memberships_now.filter(pk=opened.membership_id).first()
        return render(request, "accounts/other_role.html", {"kept": kept, "before": before}, status=409)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A request that raised leaves nothing behind; the mark is acted on once the error page has been drawn."""
        request.raised = exception  # type: ignore[attr-defined]
