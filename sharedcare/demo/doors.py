"""The demo's sign-ins on the sign-in page: one button a role. Imported in development only, where the demo is made."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.middleware import SESSION_KEY
from accounts.models import Membership
from accounts.roles import Role
from sharedcare.published import DEMO_ADDRESS

EACH_ROLE = 3  # ways in to show; a demo has a prescriber for each practice


@dataclass(frozen=True)
class Doors:
    """The ways in of one role."""

    role: str
    memberships: list[Membership]


def doors(request: HttpRequest) -> dict[str, Any]:
    """Context processor: every role's ways in to the demo, on the sign-in page and nowhere else."""
    match = request.resolver_match
    if match is None or match.view_name != "account_login":
        return {}
    found: dict[str, list[Membership]] = {}
    for membership in _ways_in():
        found.setdefault(membership.role, []).append(membership)
    return {"demo_doors": [Doors(role.label, found[role][:EACH_ROLE]) for role in Role if role in found]}


def _ways_in() -> list[Membership]:
    held = Membership.objects.held_on(timezone.localdate()).filter(user__email__endswith=DEMO_ADDRESS)
    known = held.filter(user__is_active=True).select_related("user").order_by("user__email", "pk")
    return [membership for membership in known if membership.user.has_usable_password()]


@method_decorator(login_not_required, name="dispatch")
class DemoSignIn(View):
    """In as somebody of the demo, in the role pressed; nobody else is found. A second factor is asked for where on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        membership = next((each for each in _ways_in() if each.pk == pk), None)
        if membership is None:
            raise Http404
        if request.user.is_authenticated:
            request.session.flush()
        request.session[SESSION_KEY] = str(membership.pk)
        response: HttpResponse = perform_login(request, Login(user=membership.user))
        return response
