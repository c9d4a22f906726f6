"""Switching between one's own roles."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View

from accounts import actions
from accounts.middleware import SESSION_KEY


class ActAs(View):
    """Go on as another of one's own memberships; the next page says as whom."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        held = request.user.memberships.held_on(timezone.localdate())
        membership = actions.switch_role(membership=get_object_or_404(held, pk=pk), by=request.user)
        request.session[SESSION_KEY] = str(membership.pk)
        return redirect("today")
