"""Who signs in here, as what and where: inviting, ending a role, and somebody who has left."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import ListView

from accounts import actions as accounts
from accounts import permissions
from accounts import queries as users
from accounts.models import Membership, StaffInvitation, User
from schemes import actions, forms, queries
from ui.views import ActionFormView, pressed

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
        places = queries.staff_places(self.scheme_id, timezone.localdate())
        self.form = forms.StaffFilterForm(self.request.GET or None, places=places)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return queries.staff_listed(self.scheme_id, timezone.now(), **chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = queries.roles_to_give(self.request.user)
        everybody = queries.staff(self.scheme_id, timezone.localdate())
        return super().get_context_data(
            form=self.form,
            invitations=queries.invitations_open(self.scheme_id),
            roles=roles,
            beyond=set(everybody.exclude(role__in=roles).values_list("user_id", flat=True)),
            now=timezone.now(),
            today=timezone.localdate(),
            **kwargs,
        )


class InviteColleague(AccessMixin, ActionFormView):
    """Ask somebody by e-mail to take a role at a place."""

    asks_again = True
    form_class = forms.InviteForm
    heading = "Invite a colleague"
    intro = "They are sent an e-mail with a link that works once and runs out after 14 days."
    submit_label = "Send the invitation"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "roles": queries.roles_to_give(self.request.user),
            "organisations": queries.organisations_taking_part(timezone.localdate()),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> StaffInvitation:
        return actions.invite_colleague(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.name} is invited. The e-mail is on its way to {self.result.email}."


class InvitationDecision(AccessMixin, View):
    """Send an open invitation again, or take it back; refused, it says why."""

    http_method_names = ["post", "options"]

    @cached_property
    def invitation(self) -> StaffInvitation:
        return get_object_or_404(StaffInvitation.objects.filter(scheme_id=self.scheme_id), pk=self.kwargs["pk"])

    def decide(self) -> Any:
        raise NotImplementedError

    def told(self) -> str:
        """What is said when it is done."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if pressed(request, self.decide):
            messages.success(request, self.told())
        return redirect("schemes:staff")


class InviteAgain(InvitationDecision):
    def decide(self) -> Any:
        return accounts.invite_again(invitation=self.invitation, by=self.request.user)

    def told(self) -> str:
        return f"The invitation is on its way to {self.invitation.email} again."


class WithdrawInvitation(InvitationDecision):
    def decide(self) -> Any:
        return accounts.withdraw_invitation(invitation=self.invitation, by=self.request.user)

    def told(self) -> str:
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


class ColleagueView(AccessMixin, ActionFormView):
    """A deed about one colleague with a role here."""

    @cached_property
    def colleague(self) -> User:
        held = queries.staff(self.scheme_id, timezone.localdate())
        return get_object_or_404(User.objects.filter(pk__in=held.values("user_id")), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(colleague=self.colleague, **kwargs)


class RecordLeaver(ColleagueView):
    """Somebody has left: all their access here ends at once."""

    form_class = forms.LeaverForm
    template_name = "schemes/leaver.html"
    submit_label = "End all access now"

    def may(self) -> bool:
        return self.colleague.pk != self.request.user.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Has {self.colleague.name} left?"
        held = queries.staff(self.scheme_id, timezone.localdate()).filter(user=self.colleague)
        return super().get_context_data(held=held, **kwargs)

    def perform(self, data: dict[str, Any]) -> list[Membership]:
        return accounts.record_leaver(user=self.colleague, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return (
            f"{self.colleague.name} has no access any more. What they held stands on Today for whoever runs the scheme."
        )


class ResetSecondStep(ColleagueView):
    """Somebody lost their second step: they set up a new one when they sign in next."""

    asks_again = True
    form_class = forms.ResetSecondStepForm
    template_name = "schemes/second_step.html"
    submit_label = "Reset the second step"

    def may(self) -> bool:
        return permissions.can_reset_second_factor(self.request.user, self.colleague)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"Reset the second step of {self.colleague.name}?"
        return super().get_context_data(resets=users.resets(self.colleague), **kwargs)

    def perform(self, data: dict[str, Any]) -> None:
        accounts.reset_second_factor(user=self.colleague, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"The second step of {self.colleague.name} is reset. They are signed out everywhere and told by e-mail."
