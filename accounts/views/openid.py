"""Signing in by the provider of identities, and connecting one's own account to it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts import actions
from accounts.gateways import Attempt, Provider
from accounts.models import ProviderIdentity
from accounts.openid import Proof, Refusal, Refused, refusal
from accounts.standing import PLACE_KEY

ATTEMPT_KEY, PENDING_KEY = "openid_attempt", "openid_pending"


class ProviderMixin:
    """Loads the provider; without one none of these pages exists."""

    @property
    def provider(self) -> Provider:
        if settings.OPENID is None:
            raise Http404
        return Provider(settings.OPENID, redirect_uri=settings.OPENID.site_url + reverse("openid:return"))

    def send_off(self, request: HttpRequest, *, connects: str = "") -> HttpResponse:
        """Remember the attempt and send the browser to the provider; a plain page when that is away."""
        attempt = Attempt.begin(connects=connects)
        try:
            there = self.provider.address(attempt)
        except Refused as refused:
            return refuse(request, refused.why)
        request.session[ATTEMPT_KEY] = asdict(attempt)
        return redirect(there)


def refuse(request: HttpRequest, why: Refusal) -> HttpResponse:
    """One page for every reason, so that it tells nobody whether an account exists; the record knows which it was."""
    actions.record_provider_refusal(why=why)
    return not_in(request)


def not_in(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/openid_refused.html", {"button": settings.OPENID.button}, status=403)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Start(ProviderMixin, View):
    """Off to the provider, to sign in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.send_off(request)


@method_decorator(never_cache, name="dispatch")
class StartConnecting(ProviderMixin, View):
    """Off to the provider, to connect one's own account; what comes back is confirmed before it counts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.send_off(request, connects=str(request.user.pk))


def nowhere(code: str) -> UUID | None:
    """No organisation is known until the list of addresses says how to find one."""
    return None


@method_decorator([login_not_required, never_cache], name="dispatch")
class Return(ProviderMixin, View):
    """Back from the provider: in, or the plain page."""

    place_of: Callable[[str], UUID | None] = staticmethod(nowhere)

    def get(self, request: HttpRequest) -> HttpResponse:
        provider, attempt = self.provider, taken(request)
        if attempt is None:
            return not_in(request)  # nothing began here, so anybody could fill the record with these
        try:
            proof = provider.prove(attempt, request.GET.dict())
            if attempt.connects:
                return self.hold(request, attempt, proof)
            return self.let_in(request, proof)
        except Refused as refused:
            return refuse(request, refused.why)

    def let_in(self, request: HttpRequest, proof: Proof) -> HttpResponse:
        place = self.place_of(proof.organisation_code) if proof.organisation_code else None
        identity = ProviderIdentity.objects.proven(proof).select_related("user").first()
        held = identity.user.act_only_at(place).memberships_now if identity and place else None
        why = refusal(
            proof,
            place_is_known=place is not None,
            person_is_known=identity is not None,
            holds_role_there=held is not None and held.exists(),
        )
        if why or identity is None:
            raise Refused(why or Refusal.UNKNOWN_PERSON)
        return come_in(request, proof, identity, place)

    def hold(self, request: HttpRequest, attempt: Attempt, proof: Proof) -> HttpResponse:
        """Keep what was proven until its person, signed in here, confirms it."""
        if not request.user.is_authenticated or str(request.user.pk) != attempt.connects:
            raise Refused(Refusal.STARTED_ELSEWHERE)
        if not proof.strong:
            raise Refused(Refusal.WEAK)
        request.session[PENDING_KEY] = {
            "issuer": proof.issuer,
            "subject": proof.subject,
            "name": proof.name,
            "at": attempt.at,
        }
        return redirect("openid:confirm")


def taken(request: HttpRequest) -> Attempt | None:
    """The attempt this answer belongs to, used up by being looked at."""
    kept = request.session.pop(ATTEMPT_KEY, None)
    attempt = Attempt(**kept) if kept else None
    state = request.GET.get("state", "").encode()
    if attempt is None or not attempt.is_fresh or not secrets.compare_digest(attempt.state.encode(), state):
        return None
    return attempt


def come_in(request: HttpRequest, proof: Proof, identity: ProviderIdentity, place: UUID | None) -> HttpResponse:
    """Sign the person in at the organisation they chose there; the smartcard stands for our second factor."""
    user: Any = identity.user
    user.proved_by_provider = True
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=reverse("today"))
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.session[PLACE_KEY] = str(place)
        request.session.save()
        actions.record_provider_sign_in(proof=proof, session_key=request.session.session_key or "")
    return response


@method_decorator(never_cache, name="dispatch")
class Connect(ProviderMixin, View):
    """Whether a smartcard opens one's own account; connecting and disconnecting it."""

    minds_no_role = True

    def get(self, request: HttpRequest) -> HttpResponse:
        identity = request.user.identities.filter(issuer=self.provider.settings.issuer).first()
        return render(request, "accounts/openid_connect.html", {"identity": identity})

    def post(self, request: HttpRequest) -> HttpResponse:
        identity = request.user.identities.filter(issuer=self.provider.settings.issuer).first()
        if identity:
            actions.disconnect_identity(identity=identity, by=request.user)
            messages.success(request, "The smartcard no longer opens your account.")
        return redirect(
            "openid:connect" if request.session.exists(request.session.session_key or "") else "account_login"
        )


@method_decorator([never_cache, reauthentication_required], name="dispatch")
class Confirm(ProviderMixin, View):
    """Say that this is one's own smartcard, having just said again who one is here."""

    minds_no_role = True

    def get(self, request: HttpRequest) -> HttpResponse:
        pending = self.pending(request.session.get(PENDING_KEY))
        if self.provider and pending is None:
            return redirect("openid:connect")
        return render(request, "accounts/openid_confirm.html", {"pending": pending})

    def post(self, request: HttpRequest) -> HttpResponse:
        pending = self.pending(request.session.pop(PENDING_KEY, None))
        if pending is None:
            messages.error(request, "That took longer than ten minutes. Connect the smartcard again.")
            return redirect("openid:connect")
        user: Any = request.user
        try:
            actions.connect_identity(user=user, issuer=pending["issuer"], subject=pending["subject"], by=user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, "The smartcard is connected. You can sign in with it from now on.")
        return redirect("openid:connect")

    def pending(self, kept: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """What waits to be confirmed, for ten minutes, and only from the provider there is now."""
        fresh = kept and Attempt(state="", nonce="", verifier="", at=kept["at"]).is_fresh
        return kept if kept and fresh and kept["issuer"] == self.provider.settings.issuer else None


@method_decorator([csrf_exempt, login_not_required, never_cache], name="dispatch")
class EndSessions(ProviderMixin, View):
    """The provider says that somebody's session is over. Its signature is what opens this, not a form of ours."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            claims = self.provider.logout(request.POST.get("logout_token", ""))
        except Refused:
            return JsonResponse({"error": "invalid_request"}, status=400)
        actions.end_provider_sessions(claims=claims)
        return HttpResponse(status=200)


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignedOut(ProviderMixin, View):
    """Signed out here, and on to the provider. A page and not a redirect, which our own policy for forms would stop."""

    def get(self, request: HttpRequest) -> HttpResponse:
        there = self.provider.end_address(settings.OPENID.site_url + reverse("account_login"))
        response = render(request, "accounts/openid_signed_out.html", {"there": there})
        if there:
            response["Refresh"] = f"3; url={there}"
        return response
