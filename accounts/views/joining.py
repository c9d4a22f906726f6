"""Accepting an invitation to sign in. Looking at it changes nothing, because mail scanners look too."""

from functools import cached_property
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator

from accounts import actions, forms
from accounts.actions.joining import LASTS
from accounts.models import StaffInvitation, User
from ui.views import ActionFormView

SALT = "accounts:join"


@method_decorator(login_not_required, name="dispatch")
class Join(ActionFormView):
    """Take the role that one was invited to. A link that opens nothing says so in the same words, whatever is wrong."""

    form_class = forms.JoinForm
    template_name = "accounts/join.html"
    heading = "Welcome to SharedCare"
    submit_label = "Accept and sign in"

    @cached_property
    def invitation(self) -> StaffInvitation | None:
        try:
            key = signing.loads(self.kwargs["token"], salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            return None
        return StaffInvitation.objects.waiting(timezone.now()).filter(pk=key).first()

    @cached_property
    def holder(self) -> User | None:
        """Whoever signs in with the invited address already; not somebody who has left."""
        if self.invitation is None:
            return None
        return User.objects.filter(email__iexact=self.invitation.email, is_active=True).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.invitation is None:
            return render(request, "accounts/join_closed.html", status=404)
        if self.holder and request.user != self.holder:
            return render(request, "accounts/join_sign_in.html", {"invitation": self.invitation})
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"email": self.invitation.email}  # type: ignore[union-attr]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.holder:
            form.fields.clear()
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.invitation.name}  # type: ignore[union-attr]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def perform(self, data: dict[str, Any]) -> User:
        if self.request.user.is_authenticated and not self.holder:
            raise PermissionDenied
        return actions.accept_invitation(invitation=self.invitation, user=self.holder, **data)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        return "/"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code != 302 or self.holder:
            return response
        signed_in: HttpResponse = perform_login(self.request, self.result, email_verification="none")
        # They chose the password a moment ago: the second step they set up next need not ask for it again.
        record_authentication(self.request, self.result, method="password", reauthenticated=True)
        return signed_in
