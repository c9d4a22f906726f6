"""The provider of identities: asked over OpenID Connect, and believed only as far as it can be checked.

Whatever it answers, late or never, becomes a `Refused`. Sources: OpenID Connect Core 1.0 (2, 3.1, 5.3), Discovery 1.0
(4), Back-Channel Logout 1.0 (2.4 to 2.6), RFC 7523, RFC 7636, RFC 9207.
"""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from django.core.cache import cache
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from accounts.openid import Proof, Refusal, Refused, proof
from accounts.openid_settings import OpenIdSettings

ALGORITHMS = ["RS256", "RS512", "PS256", "ES256"]
LEEWAY = 30  # seconds by which two clocks may differ
LOGOUT_LASTS = 300  # seconds after which a request to end sessions is too old
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
KEPT = 3600  # seconds for which the provider's addresses and keys are believed without asking again
ASK_AGAIN = 60  # seconds between two looks for a key that was not among those kept
TIMEOUT = (3.05, 5)
LONGEST = 10.0  # seconds for one whole answer, however slowly it drips
LARGEST = 256 * 1024
BROKEN = (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Attempt:
    """One sign-in on its way: kept in the session, used once."""

    state: str
    nonce: str
    verifier: str
    at: float
    connects: str = ""  # the account it is to be connected to; empty when somebody signs in

    LASTS: ClassVar[int] = 600

    @classmethod
    def begin(cls, *, connects: str = "") -> "Attempt":
        token = secrets.token_urlsafe
        return cls(state=token(32), nonce=token(32), verifier=token(48), at=time.time(), connects=connects)

    @property
    def is_fresh(self) -> bool:
        return 0 <= time.time() - self.at <= self.LASTS


class _Bounded:
    """An HTTP session whose answers come soon, are small, and come from the address that was asked."""

    def request(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:
        options |= {"timeout": TIMEOUT, "allow_redirects": False, "stream": True}
        began = time.monotonic()
        answer: requests.Response = super().request(method, url, *args, **options)  # type: ignore[misc]
        read = bytearray()
        for chunk in answer.iter_content(8192):
            read += chunk
            if len(read) > LARGEST or time.monotonic() - began > LONGEST:
                answer.close()
                raise requests.exceptions.ReadTimeout("The answer was too long or too slow.")
        answer._content = bytes(read)
        return answer


class _Plain(_Bounded, requests.Session):  # type: ignore[misc]
    pass


class _Client(_Bounded, OAuth2Session):
    pass


class Provider:
    """The one provider that is configured."""

    def __init__(self, settings: OpenIdSettings, *, redirect_uri: str) -> None:
        self.settings = settings
        self.redirect_uri = redirect_uri

    def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.settings.scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
            **({"acr_values": self.settings.acr_values} if self.settings.acr_values else {}),
        }
        return _with(self._endpoint("authorization_endpoint"), asked)

    def end_address(self, back: str) -> str:
        """Where the browser goes to sign out there too; empty when the provider has no such place, or is away."""
        try:
            there = self._endpoint("end_session_endpoint")
        except Refused:
            return ""
        return _with(there, {"client_id": self.settings.client_id, "post_logout_redirect_uri": back})

    def prove(self, attempt: Attempt, answer: Mapping[str, str]) -> Proof:
        """Who came back, for the code in the answer; Refused for every reason there is."""
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise Refused(Refusal.UNTRUSTED)
        if "error" in answer or not answer.get("code"):
            raise Refused(Refusal.GIVEN_UP)
        try:
            tokens = self._exchange(attempt, answer["code"])
            token = self._id_token(tokens["id_token"], attempt.nonce, tokens["access_token"])
            return proof(token, self._about(tokens["access_token"]))
        except requests.RequestException as problem:
            raise Refused(Refusal.UNREACHABLE) from problem
        except BROKEN as problem:
            raise Refused(Refusal.UNTRUSTED) from problem

    def logout(self, token: str) -> dict[str, Any]:
        """The claims of a request to end sessions: signed, meant for us, fresh, and no ID token."""
        try:
            claims = dict(self._signed(token)[1])
            rules: dict[str, Any] = {
                "iss": {"essential": True, "value": self.settings.issuer},
                "aud": {"essential": True, "value": self.settings.client_id},
                "iat": {"essential": True},
                "jti": {"essential": True},
            }
            jwt.JWTClaimsRegistry(leeway=LEEWAY, **rules).validate(claims)
            good = (
                "nonce" not in claims
                and isinstance(claims["events"][LOGOUT_EVENT], dict)
                and time.time() - claims["iat"] <= LOGOUT_LASTS
                and all(isinstance(claims.get(name, ""), str) for name in ("sub", "sid", "jti"))
                and (claims.get("sub") or claims.get("sid"))
                and 0 < len(claims["jti"]) <= 255
            )
        except requests.RequestException as problem:
            raise Refused(Refusal.UNREACHABLE) from problem
        except BROKEN as problem:
            raise Refused(Refusal.UNTRUSTED) from problem
        if not good:
            raise Refused(Refusal.UNTRUSTED)
        return claims

    def _exchange(self, attempt: Attempt, code: str) -> dict[str, Any]:
        """The tokens for the code, proving who we are with a signed assertion or the secret."""
        settings, there = self.settings, self._endpoint("token_endpoint")
        method = "private_key_jwt" if settings.key else "client_secret_basic"
        proves = settings.signing_key if settings.key else settings.secret
        with _Client(settings.client_id, proves, token_endpoint_auth_method=method) as client:
            header = {"kid": settings.key_id} if settings.key_id else None
            algorithm = settings.signing_algorithm if settings.key else None
            client.register_client_auth_method(PrivateKeyJWT(there, headers=header, alg=algorithm))
            tokens = client.fetch_token(
                there,
                grant_type="authorization_code",
                code=code,
                redirect_uri=self.redirect_uri,
                code_verifier=attempt.verifier,
            )
        if str(tokens.get("token_type", "")).lower() != "bearer" or not isinstance(tokens["access_token"], str):
            raise ValueError("No bearer token was given.")
        return dict(tokens)

    def _id_token(self, token: str, nonce: str, access_token: str) -> dict[str, Any]:
        header, claims = self._signed(token)
        rules = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
        }
        told = {"nonce": nonce, "client_id": self.settings.client_id, "access_token": access_token}
        checked = CodeIDToken(claims, header, options=rules, params=told)
        checked.validate(leeway=LEEWAY)
        return dict(checked)

    def _about(self, access_token: str) -> dict[str, Any]:
        asked = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        return self._json(self._endpoint("userinfo_endpoint"), asked)

    def _signed(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token signed with a key the provider names and publishes."""
        kid = jws.extract_compact(token.encode()).headers().get("kid")
        if not isinstance(kid, str):
            raise ValueError("The token does not name its key.")
        decoded = jwt.decode(token, self._key(kid), algorithms=ALGORITHMS)
        return dict(decoded.header), dict(decoded.claims)

    def _key(self, kid: str) -> Any:
        for again in (False, True):
            found = [key for key in self._keys(again=again) if key.get("kid") == kid and key.get("kty") != "oct"]
            if len(found) == 1:
                return KeySet.import_key_set({"keys": found}).keys[0]
        raise ValueError("The provider publishes no such key.")

    def _keys(self, *, again: bool) -> list[dict[str, Any]]:
        """The keys as kept, or asked for anew, which nobody can bring about more than once a minute."""
        name = f"openid-keys:{self.settings.issuer}"
        kept: list[dict[str, Any]] | None = cache.get(name)
        if kept is None or (again and cache.add(f"{name}:again", True, ASK_AGAIN)):
            kept = list(self._json(self._endpoint("jwks_uri"))["keys"])
            cache.set(name, kept, KEPT)
        return kept

    def _endpoint(self, name: str) -> str:
        """An address the provider publishes; one that leaves encryption behind is none."""
        issuer = self.settings.issuer
        try:
            published = cache.get(f"openid:{issuer}") or self._json(f"{issuer}/.well-known/openid-configuration")
            there = published[name]
            if published["issuer"] != issuer or urlsplit(there).scheme not in {"https", urlsplit(issuer).scheme}:
                raise ValueError("The provider answers for another.")
        except requests.RequestException as problem:
            raise Refused(Refusal.UNREACHABLE) from problem
        except BROKEN as problem:
            raise Refused(Refusal.UNTRUSTED) from problem
        cache.set(f"openid:{issuer}", published, KEPT)
        return str(there)

    def _json(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        with _Plain() as session:
            answer = session.request("GET", address, headers=dict(headers or {}))
        if answer.status_code != 200:
            raise requests.exceptions.HTTPError(f"It answered {answer.status_code}.")
        said = json.loads(answer.content)
        if not isinstance(said, dict):
            raise ValueError("It answered no object.")
        return said


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
