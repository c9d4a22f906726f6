"""Switching between one's own roles."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from accounts import actions
from accounts.middleware import SESSION_KEY


class ActAs(View):
    """Go on as another of one's own memberships; the next page says as whom."""

    minds_no_role = True

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        held = get_object_or_404(request.user.memberships_now, pk=pk)
        membership = actions.switch_role(membership=held, by=request.user)
        request.session[SESSION_KEY] = str(membership.pk)
        return redirect("today")
