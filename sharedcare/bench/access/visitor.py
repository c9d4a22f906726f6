"""Somebody of one role who sends things to the site in this process, and judges what comes back.

What an input did is undone, unless it is to be kept. The answer must be no server error, nothing may have been raised,
what the database checks at the end of a transaction must hold, and nobody of another scheme may be named.
"""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection, transaction
from django.test.client import Client, ClientHandler

LONGEST = 10.0  # seconds
TEXT = ("text/", "application/json")


@dataclass(frozen=True)
class Sent:
    """One request, and in words what is bad about it."""

    what: str
    path: str
    method: str = "GET"
    query: bytes = b""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back, how long it took, and what is wrong with it."""

    status: int
    kind: str
    content: bytes
    seconds: float
    location: str = ""
    wrong: str = ""
    trace: str = ""

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace") if self.kind.startswith(TEXT) else ""


class Visitor:
    """`user` is None for a stranger who has not signed in."""

    def __init__(self, role: str, user: Any, membership: Any, foreign: list[str]) -> None:
        self.role, self.user, self.membership, self.foreign = role, user, membership, foreign
        self.handler = ClientHandler(enforce_csrf_checks=True)
        self.cookies: dict[str, str] = {}
        self.raised: list[str] = []

    def sign_in(self) -> None:
        """A new session, as if the password had been said just now, and a token for forms; both stay."""
        client = Client()
        if self.user is not None:
            client.force_login(self.user)
            session = client.session
            session["membership"] = str(self.membership.pk)
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
            session.save()
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.ask(Sent("signing in", "/accounts/password/reset/"), keep=True)

    @property
    def token(self) -> str:
        return self.cookies.get(settings.CSRF_COOKIE_NAME, "")

    def ask(self, sent: Sent, *, keep: bool = False) -> Answer:
        """Send it, and judge. Cookies are kept only with what they belong to."""
        began = time.perf_counter()
        self.raised = []
        try:
            with transaction.atomic(), self._listening():
                answer: Any = self.handler(self._environ(sent))
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                wrong = self._unsound()
                if not keep or answer.status_code >= 400:
                    transaction.set_rollback(True)
        except Exception as escaped:  # whatever it is, it is what is looked for
            wrong = f"{type(escaped).__name__} escaped"
            return Answer(500, "", b"", time.perf_counter() - began, "", wrong, traceback.format_exc())
        seconds = time.perf_counter() - began
        if keep:
            self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return self._judged(answer, content, seconds, wrong)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Know of every exception that becomes a page."""

        def note(**_: Any) -> None:
            self.raised.append(traceback.format_exc())

        got_request_exception.connect(note, weak=False)
        try:
            yield
        finally:
            got_request_exception.disconnect(note)

    def _unsound(self) -> str:
        """What the database would have refused at the end of the request."""
        if connection.needs_rollback:
            return ""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError as refused:
            self.raised.append(traceback.format_exc())
            return f"{type(refused).__name__} at the end of the transaction"
        return ""

    def _environ(self, sent: Sent) -> dict[str, Any]:
        cookies = SimpleCookie()
        for name, value in self.cookies.items():
            try:
                cookies[name] = value
            except CookieError:
                continue
        return {
            "REQUEST_METHOD": sent.method,
            "PATH_INFO": sent.path.encode("utf-8", "surrogatepass").decode("latin-1"),
            "SCRIPT_NAME": "",
            "QUERY_STRING": sent.query.decode("latin-1"),
            "CONTENT_TYPE": sent.content_type,
            "CONTENT_LENGTH": str(len(sent.body)),
            "HTTP_HOST": "localhost",
            "HTTP_USER_AGENT": "Faults",
            "HTTP_COOKIE": "; ".join(f"{name}={morsel.coded_value}" for name, morsel in cookies.items()),
            "HTTP_X_CSRFTOKEN": self.token,
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": BytesIO(sent.body),
            "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **sent.headers,
        }

    def _judged(self, answer: Any, content: bytes, seconds: float, wrong: str) -> Answer:
        kind, status = answer.headers.get("Content-Type", ""), answer.status_code
        trace = "\n".join(self.raised)
        if status >= 500 or (trace and not wrong):
            wrong = f"answered {status}" if status >= 500 else f"raised, and answered {status}"
        elif seconds > LONGEST:
            wrong = f"took {seconds:.0f} seconds"
        elif kind == "application/pdf" and not content.startswith(b"%PDF"):
            wrong = "is no PDF"
        found = Answer(status, kind, content, seconds, answer.headers.get("Location", ""), wrong, trace)
        shown = [word for word in self.foreign if word in found.text or word in str(answer.headers)]
        return Answer(**{**vars(found), "wrong": f"showed {shown[0]} of another scheme"}) if shown else found
