"""How allauth behaves here: nobody signs themselves up, tries are counted before they are looked at, all is recorded.

Its hooks are used where other projects would listen to signals: each is called in one place, and in order.
"""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import actions, limits, queries, sealing
from accounts.origin import BROWSER_COOKIE, origin_of
from accounts.security import Deed
from accounts.sessions import ORIGIN
from accounts.standing import PLACE_KEY

DEEDS = {
    "account/email/password_changed": Deed.PASSWORD_CHANGED,
    "account/email/password_reset": Deed.PASSWORD_CHANGED,
    "mfa/email/totp_activated": Deed.APP_ADDED,
    "mfa/email/totp_deactivated": Deed.APP_REMOVED,
    "mfa/email/webauthn_added": Deed.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": Deed.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": Deed.CODES_MADE,
}


def wait_in_words(left: Any) -> str:
    return (
        f"There were too many wrong tries. Wait {limits.in_words(left)}, then try again. If you have forgotten the "
        "password, ask for a new one below; that works at once."
    )


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the scheme, never by a visitor."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not correct. Check both and try again.",
        "incorrect_password": "The password is not correct. Try again.",
        "enter_current_password": "The present password is not correct. Type it again.",
        "too_many_login_attempts": "There were too many wrong codes. Wait 15 minutes, then try again.",
        "rate_limited": "That was too often. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to look at a password that comes too soon; checking it is what costs, and what a guesser wants."""
        email, origin = str(credentials.get("email", "")), origin_of(request)
        left = actions.count_try(email=email, origin=origin)
        if left:
            actions.record_refused(email=email, origin=origin, deed=Deed.HELD_OFF)
            raise ValidationError(wait_in_words(left), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who this is; somebody who knows the password is not held to their earlier mistypings."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            actions.forget_tries(email=str(credentials.get("email", "")), origin=origin_of(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.record_refused(email=str(credentials.get("email", "")), origin=origin_of(request))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The password again, counted like any other try."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: Any) -> None:
        """In, unless there is nothing to be here: somebody without a role today is told whom to ask."""
        origin = origin_of(request)
        if not user.memberships_now.exists():
            actions.record_security(deed=Deed.NO_ROLE, user=user, origin=origin)
            request.session.flush()
            raise ImmediateHttpResponse(redirect("accounts:no_role"))
        request.session[ORIGIN] = {"browser": origin.browser, "address": origin.short_address}
        super().login(request, user)
        actions.record_signed_in(user=user, origin=origin, session_key=request.session.session_key or "")

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """To where they were going; but first to what they had typed here when they had to sign in again."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        browser = request.COOKIES.get(BROWSER_COOKIE, "")
        kept = queries.kept_forms(user, browser).first() if browser else None
        return redirect("accounts:kept", pk=kept.pk) if kept else response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            actions.record_security(deed=Deed.SIGNED_OUT, user=request.user, origin=origin_of(request))
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        this_session = self.request.session.session_key if self.request.user == user else ""
        actions.change_password(user=user, password=password, this_session=this_session or "")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What allauth would write an e-mail about is recorded, and the person is told through our own notices."""
        if template_prefix in DEEDS:
            actions.record_security(deed=DEEDS[template_prefix], user=user, origin=origin_of(self.request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came by the provider is taken there to sign out too; asked before the session ends."""
        by_provider = settings.OPENID and PLACE_KEY in request.session
        return reverse("openid:signed_out") if by_provider else super().get_logout_redirect_url(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Asks for the second factor of everybody who has one, unless they have shown one that stands for it.

    Seals what the factors keep; where the setting is off, nobody is asked.
    """

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not correct. Wait for the next one, then type that.",
        "cannot_delete_authenticator": "This is your only second step. Set up another one first.",
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if getattr(user, "proved_by_provider", False):
            return False
        return settings.SECOND_FACTOR == "on" and super().is_mfa_enabled(user, types)

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return settings.SECOND_FACTOR != "on" or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        return "SharedCare"

    def _get_site_name(self) -> str:
        return "SharedCare"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
