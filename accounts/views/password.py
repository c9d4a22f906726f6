"""Getting in again: a link for a new password, and the page for somebody who has no role here today."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_safe

from accounts import actions, queries
from accounts.actions.passwords import RESET_PAGE
from accounts.limits import in_words
from accounts.origin import origin_of
from ui.views import ActionFormView


class ResetForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@method_decorator(login_not_required, name="dispatch")
class AskForReset(ActionFormView):
    """Ask for a link; the answer is the same whether or not anybody signs in with that address."""

    form_class = ResetForm
    template_name = "account/password_reset.html"
    success_url = reverse_lazy("account_reset_password_done")

    def perform(self, data: dict[str, Any]) -> None:
        origin = origin_of(self.request)
        may_send, left = actions.count_reset(email=data["email"], origin=origin)
        if left:
            raise ValidationError(f"Too many links were asked for from here. Wait {in_words(left)}, then try again.")
        actions.ask_for_reset(email=data["email"], origin=origin, may_send=may_send)


@method_decorator(login_not_required, name="dispatch")
class NewPassword(View):
    """Follow a link: looking changes nothing and names nobody, and a link that led to a password leads nowhere."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        user = queries.whose_reset(token, salt=RESET_PAGE, max_age=settings.PASSWORD_RESET_TIMEOUT)
        if user is None:
            return render(request, "account/password_reset_from_key.html", {"token_fail": True}, status=404)
        request.session[INTERNAL_RESET_SESSION_KEY] = default_token_generator.make_token(user)
        return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key="set-password")


@login_not_required
@require_safe
def no_role(request: HttpRequest) -> HttpResponse:
    """Whom to ask when one's last role has ended, or none was given yet."""
    return render(request, "accounts/no_role.html")
