"""A provider of identities on this machine, shaped like NHS CIS2, which can be told to fail and to lie.

The protocol is the server side of the library (it checks the client's signed assertion, PKCE, the redirect address and
that a code is used once); the claims, the keys and the faults are ours.
"""

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.grants.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID = "shared-care"
CLIENT_KEY = RSAKey.generate_key(2048)
ROLES = [
    {"person_roleid": "555000000101", "org_code": "Y99001", "role_code": "S8000:G8000:R8001"},
    {"person_roleid": "555000000102", "org_code": "Y99002", "role_code": "S8000:G8001:R8008"},
]


def person(**changes: Any) -> dict[str, Any]:
    """What is said of the made-up Noor Nurse, who acts at Y99001."""
    return {
        "sub": "910000000101",
        "name": "NURSE Noor (Ms)",
        "email": "noor@example.org",
        "selected_roleid": "555000000101",
        "nhsid_nrbac_roles": [dict(role, activity_codes=["B1611", "B0360"]) for role in ROLES],
        **changes,
    }


class Client(ClientMixin):
    """SharedCare, as the provider has registered it."""

    client_id = CLIENT_ID

    def __init__(self, provider: "LocalProvider") -> None:
        self.provider = provider

    def get_client_id(self) -> str:
        return self.client_id

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.provider.redirect_uri

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == JWTBearerClientAssertion.CLIENT_AUTH_METHOD

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    asked: dict[str, str]
    subject: dict[str, Any]
    at: float = field(default_factory=time.time)

    @property
    def code_challenge(self) -> str:
        return self.asked.get("code_challenge", "")

    @property
    def code_challenge_method(self) -> str:
        return self.asked.get("code_challenge_method", "")

    def get_redirect_uri(self) -> str:
        return self.asked["redirect_uri"]

    def get_scope(self) -> str:
        return self.asked["scope"]

    def get_nonce(self) -> str:
        return self.asked["nonce"]

    def get_auth_time(self) -> float:
        return self.at

    def is_expired(self) -> bool:
        return self.at + 60 < time.time()


class Request(OAuth2Request):
    def __init__(self, method: str, uri: str, values: dict[str, str], headers: Any) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = BasicOAuth2Payload(values)

    @property
    def args(self) -> dict[str, str]:
        return self.payload.data if self.method == "GET" else {}

    @property
    def form(self) -> dict[str, str]:
        return self.payload.data if self.method == "POST" else {}


class Server(AuthorizationServer):
    def __init__(self, provider: "LocalProvider") -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: uuid.uuid4().hex))

    def query_client(self, client_id: str) -> Client | None:
        return Client(self.provider) if client_id == CLIENT_ID else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        self.provider.tokens[token["access_token"]] = request.user

    def create_oauth2_request(self, request: Request) -> Request:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any, Any]:
        return status, body, headers

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        pass


class LocalProvider:
    """Runs on a free port of this machine until `close`; `faults` and `claims` change what it says."""

    def __init__(self) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self.issuer = f"http://127.0.0.1:{self.http.server_port}"
        self.redirect_uri = ""
        self.key = RSAKey.generate_key(2048, {"kid": "first"})
        self.signing_key = self.key
        self.algorithm = "RS512"
        self.signs_in: dict[str, Any] | None = person()
        self.claims: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.published: dict[str, Any] = {}
        self.replaces: dict[str, tuple[int, bytes]] = {}
        self.before: Callable[[str], None] = lambda path: None
        self.hears: Callable[[str, Any], None] = lambda path, headers: None
        self.tokens: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, Code] = {}
        self.assertions: set[str] = set()
        self.asked: list[str] = []
        self.server = make_server(self)
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode(
            {"alg": self.algorithm, "kid": self.key.kid, **header}, claims, self.signing_key, [self.algorithm]
        )

    def id_token(self, subject: dict[str, Any], nonce: str, access_token: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "sid": "session-1",
            "authentication_assurance_level": "3",
            "at_hash": create_half_hash(access_token, self.algorithm).decode(),
            **{name: value for name, value in subject.items() if name in ("sub", "selected_roleid")},
            **self.claims,
        }
        return self.sign({name: value for name, value in claims.items() if value is not None})

    def logout_token(self, **changes: Any) -> str:
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": int(time.time()),
            "jti": str(uuid.uuid4()),
            "sid": "session-1",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            **changes,
        }
        return self.sign({name: value for name, value in claims.items() if value is not None}, typ="logout+jwt")

    def answer(self, method: str, path: str, values: dict[str, str], headers: Any) -> tuple[int, Any, Any]:
        self.asked.append(path)
        self.before(path)
        self.hears(path, headers)
        if path in self.replaces:
            status, body = self.replaces[path]
            return status, body, [("Content-Type", "application/json")]
        return getattr(
            self,
            {
                "/.well-known/openid-configuration": "configuration",
                "/authorize": "authorize",
                "/token": "token",
                "/userinfo": "userinfo",
                "/jwks": "jwks",
            }.get(path, "nothing"),
        )(Request(method, f"https://127.0.0.1{path}?{urlencode(values)}", values, headers))

    def configuration(self, request: Request) -> tuple[int, Any, Any]:
        places = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/userinfo",
            "jwks_uri": "/jwks",
            "end_session_endpoint": "/end",
        }
        said = {"issuer": self.issuer} | {name: self.issuer + path for name, path in places.items()} | self.published
        return 200, {name: value for name, value in said.items() if value is not None}, []

    def authorize(self, request: Request) -> tuple[int, Any, Any]:
        grant = self.server.get_consent_grant(request)
        return self.server.create_authorization_response(request, grant_user=self.signs_in, grant=grant)

    def token(self, request: Request) -> tuple[int, Any, Any]:
        return self.server.create_token_response(request)

    def userinfo(self, request: Request) -> tuple[int, Any, Any]:
        subject = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return (200, {**subject, **self.about}, []) if subject else (401, {"error": "invalid_token"}, [])

    def jwks(self, request: Request) -> tuple[int, Any, Any]:
        return 200, KeySet([self.key]).as_dict(private=False), []

    def nothing(self, request: Request) -> tuple[int, Any, Any]:
        return 404, {}, []


def make_server(provider: LocalProvider) -> Server:
    class Assertion(JWTBearerClientAssertion):
        def get_audiences(self) -> list[str]:
            return [f"{provider.issuer}/token"]

        def validate_jti(self, claims: Any, jti: str) -> bool:
            is_new = jti not in provider.assertions
            provider.assertions.add(jti)
            return is_new

        def resolve_client_public_key(self, client: Client) -> RSAKey:
            return RSAKey.import_key(CLIENT_KEY.as_dict(private=False) | {"alg": "RS512"})

        def process_assertion_claims(self, assertion: str, resolve_key: Any) -> Any:
            claims = jwt.decode(assertion, resolve_key, algorithms=["RS512"]).claims
            self.verify_claims(claims)
            return claims

    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = [JWTBearerClientAssertion.CLIENT_AUTH_METHOD]

        def save_authorization_code(self, code: str, request: Request) -> None:
            provider.codes[code] = Code(code, dict(request.payload.data), request.user)

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            found = provider.codes.get(code)
            return found if found and not found.is_expired() else None

        def delete_authorization_code(self, authorization_code: Code) -> None:
            provider.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
            return authorization_code.subject

    class IdToken(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Request) -> bool:
            return any(code.get_nonce() == nonce for code in provider.codes.values())

        def encode_id_token(self, token: dict[str, Any], request: Request) -> str:
            return provider.id_token(request.user, request.authorization_code.get_nonce(), token["access_token"])

    class OnlyS256(CodeChallenge):
        SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    server = Server(provider)
    server.register_client_auth_method(JWTBearerClientAssertion.CLIENT_AUTH_METHOD, Assertion())
    server.register_grant(Grant, [IdToken(require_nonce=True), OnlyS256(required=True)])
    return server


def handler_for(provider: LocalProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self.reply(dict(parse_qsl(body)))

        def reply(self, values: dict[str, str]) -> None:
            status, body, headers = provider.answer(self.command, urlsplit(self.path).path, values, self.headers)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers or [("Content-Type", "application/json")]:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: Any) -> None:
            pass

    return Handler
