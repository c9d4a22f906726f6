"""What was typed before the session ended or the role changed: given back, sent again from its page, or thrown away."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import TemplateView

from accounts import actions, models, queries
from accounts.middleware import SESSION_KEY
from accounts.middleware.keeping import keep_typed, with_kept
from accounts.origin import BROWSER_COOKIE
from ui.views import ActionFormView
from ui.words import sentence

LONGEST_PATH = 2000


def own(request: HttpRequest, pk: UUID) -> models.KeptForm:
    """One's own, typed in this browser; anything else does not exist."""
    kept = queries.kept_forms(request.user, request.COOKIES.get(BROWSER_COOKIE, "")).filter(pk=pk).first()
    if kept is None:
        raise Http404
    return kept


def shows_it_again(path: str) -> bool:
    """Whether the page at this path can show what was typed on it."""
    try:
        view = resolve(urlsplit(path).path).func
    except Resolver404:
        return False
    return issubclass(getattr(view, "view_class", object), ActionFormView)


class KeptForm(TemplateView):
    """After signing in again: straight to the page with the text in it, or the text itself where a page cannot."""

    template_name = "accounts/kept_form.html"
    minds_no_role = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kept = own(request, kwargs["pk"])
        if self.kept.membership == request.user.acting and shows_it_again(self.kept.path):
            return redirect(with_kept(self.kept))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = [
            (sentence(name), value)
            for name, values in queries.typed(self.kept).items()
            for value in values
            if value.strip()
        ]
        other_role = self.kept.membership != self.request.user.acting
        can_show = shows_it_again(self.kept.path)
        return super().get_context_data(kept=self.kept, typed=typed, other_role=other_role, can_show=can_show, **kwargs)


class OpenKept(View):
    """Go on as the role it was typed in, on the page it was typed on."""

    minds_no_role = True

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        kept = own(request, pk)
        if kept.membership not in request.user.memberships_now:
            messages.warning(request, "You do not hold that role any more. Copy what you need from here.")
            return redirect("accounts:kept", pk=kept.pk)
        if kept.membership != request.user.acting:
            actions.switch_role(membership=kept.membership, by=request.user)
            request.session[SESSION_KEY] = str(kept.membership_id)
        return redirect(with_kept(kept) if shows_it_again(kept.path) else "today")


class DropKept(View):
    """It is not wanted."""

    minds_no_role = True

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        actions.forget_form(kept=own(request, pk), by=request.user)
        messages.success(request, "What you had typed is thrown away.")
        return redirect("today")


class Keep(View):
    """Keep what stands in a form when its page is about to sign its reader out; the page asks, nobody pressed."""

    minds_no_role = True
    no_use = frozenset({"POST"})

    def post(self, request: HttpRequest) -> HttpResponse:
        path = request.GET.get("path", "")
        if len(path) <= LONGEST_PATH and path.startswith("/") and url_has_allowed_host_and_scheme(path, None):
            keep_typed(request, path)
        return HttpResponse(status=204)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form does not belong to this session: usually somebody signed in again meanwhile, in another window."""
    kept = keep_typed(request, request.get_full_path()) if request.user.is_authenticated else None
    return render(request, "403_csrf.html", {"kept": kept}, status=403)
