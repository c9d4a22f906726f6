"""How allauth behaves here: nobody signs themselves up, and the second factor can be off in development."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.middleware import PLACE_KEY


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the scheme, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came by the provider is taken there to sign out too; asked before the session ends."""
        by_provider = settings.OPENID and PLACE_KEY in request.session
        return reverse("openid:signed_out") if by_provider else super().get_logout_redirect_url(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Asks for the second factor of everybody who has one, unless they have shown one that stands for it."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if getattr(user, "proved_by_provider", False):
            return False
        return settings.SECOND_FACTOR == "on" and super().is_mfa_enabled(user, types)
