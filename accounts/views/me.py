"""Your account: roles held, where one is signed in, the second factor, and what happened to the account lately."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from accounts import actions, queries
from accounts.origin import origin_of
from accounts.security import Deed


class Me(TemplateView):
    """One page about one's own account."""

    template_name = "accounts/me.html"
    minds_no_role = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            person=user,
            memberships=user.memberships_now,
            sessions=queries.sessions(user),
            this_session=self.request.session.session_key,
            factors=queries.factors(user),
            smartcards_on=settings.OPENID is not None,
            second_factor_on=settings.SECOND_FACTOR == "on",
            happened=[(Deed(event.deed).label, event) for event in queries.security_events(user)],
            **kwargs,
        )


class EndSession(View):
    """End one of one's own sessions, known by when it started: its key is never shown."""

    minds_no_role = True

    def post(self, request: HttpRequest, started: int) -> HttpResponse:
        mine = queries.sessions(request.user).exclude(pk=request.session.session_key)
        found = next((each for each in mine if int(each.started_at.timestamp()) == started), None)
        if found:
            actions.end_session(session=found, by=request.user, origin=origin_of(request))
            messages.success(request, "That browser is signed out.")
        return redirect("accounts:me")


class SignOutEverywhere(View):
    """Out, in this browser and in every other."""

    minds_no_role = True

    def post(self, request: HttpRequest) -> HttpResponse:
        here = request.session.session_key or ""
        actions.end_sessions(user=request.user, by=request.user, but=here, origin=origin_of(request))
        get_adapter().logout(request)
        return redirect("account_login")


class SessionLeft(View):
    """How long this session lasts if nothing more is done (asking is no use of it), and that it is to go on."""

    minds_no_role = True
    no_use = frozenset({"GET", "HEAD"})

    def get(self, request: HttpRequest) -> HttpResponse:
        ends_at = request.session.row.expire_date  # type: ignore[attr-defined]
        left = ends_at - timezone.now()
        return JsonResponse({"left": max(0, int(left.total_seconds()))})

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)
