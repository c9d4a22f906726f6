"""Who signs in here, as what and where: inviting, ending a role, and somebody who has left."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import ListView

from accounts import actions as accounts
from accounts import permissions
from accounts.models import Membership, StaffInvitation, User
from schemes import forms, queries
from ui.views import ActionFormView

PER_PAGE = 50


class AccessMixin:
    """Lets in whoever says who signs in to the scheme."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.acting is None or not permissions.can_manage_access(request.user, self.scheme_id):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    @property
    def scheme_id(self) -> Any:
        return self.request.user.acting.scheme_id

    def get_back_url(self) -> str:
        return reverse("schemes:staff")

    get_success_url = get_back_url


class Staff(AccessMixin, ListView):
    """Everybody with a role here now or to come, and the invitations that wait."""

    template_name = "schemes/staff.html"
    paginate_by = PER_PAGE
    context_object_name = "memberships"

    def get_queryset(self) -> Any:
        self.form = forms.StaffFilterForm(self.request.GET or None)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return queries.staff(self.scheme_id, timezone.localdate(), role=chosen.get("role", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            invitations=queries.invitations_open(self.scheme_id),
            now=timezone.now(),
            today=timezone.localdate(),
            **kwargs,
        )


class InviteColleague(AccessMixin, ActionFormView):
    """Ask somebody by e-mail to take a role at a place."""

    form_class = forms.InviteForm
    heading = "Invite a colleague"
    intro = "They are sent an e-mail with a link that works once and runs out after 14 days."
    submit_label = "Send the invitation"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "roles": queries.roles_to_give(self.request.user),
            "organisations": queries.organisations_taking_part(timezone.localdate()),
            "scheme_name": queries.scheme_of(self.request.user).name,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> StaffInvitation:
        return accounts.invite_colleague(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.name} is invited. The e-mail is on its way to {self.result.email}."


class InvitationDecision(AccessMixin, View):
    """Send an open invitation again, or take it back; refused, it says why."""

    http_method_names = ["post", "options"]

    @cached_property
    def invitation(self) -> StaffInvitation:
        return get_object_or_404(StaffInvitation.objects.filter(scheme_id=self.scheme_id), pk=self.kwargs["pk"])

    def decide(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.decide())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("schemes:staff")


class InviteAgain(InvitationDecision):
    def decide(self) -> str:
        accounts.invite_again(invitation=self.invitation, by=self.request.user)
        return f"The invitation is on its way to {self.invitation.email} again."


class WithdrawInvitation(InvitationDecision):
    def decide(self) -> str:
        accounts.withdraw_invitation(invitation=self.invitation, by=self.request.user)
        return f"The invitation of {self.invitation.name} is withdrawn."


class EndRole(AccessMixin, ActionFormView):
    """Say which day is the last of somebody's role."""

    form_class = forms.EndRoleForm
    submit_label = "End the role"
    success_message = "The role ends on the day you entered."

    @cached_property
    def membership(self) -> Membership:
        held = queries.staff(self.scheme_id, timezone.localdate())
        found: Membership = get_object_or_404(held, pk=self.kwargs["pk"])
        return found

    def may(self) -> bool:
        return permissions.can_give_role(self.request.user, self.membership.role, self.scheme_id)

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": self.membership.ends_on or timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"When does {self.membership.user.name} stop?"
        self.caption = f"{self.membership.role_label}, {self.membership.place_label}"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Membership:
        return accounts.end_membership(membership=self.membership, by=self.request.user, **data)


class RecordLeaver(AccessMixin, ActionFormView):
    """Somebody has left: all their access here ends at once."""

    form_class = forms.LeaverForm
    template_name = "schemes/leaver.html"
    submit_label = "End all access now"

    @cached_property
    def leaver(self) -> User:
        held = queries.staff(self.scheme_id, timezone.localdate())
        return get_object_or_404(User.objects.filter(pk__in=held.values("user_id")), pk=self.kwargs["pk"])

    def may(self) -> bool:
        return self.leaver.pk != self.request.user.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Has {self.leaver.name} left?"
        held = queries.staff(self.scheme_id, timezone.localdate()).filter(user=self.leaver)
        return super().get_context_data(leaver=self.leaver, held=held, **kwargs)

    def perform(self, data: dict[str, Any]) -> list[Membership]:
        return accounts.record_leaver(user=self.leaver, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.leaver.name} has no access any more. What they held is on Today, to be handed on."
