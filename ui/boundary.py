"""The door: what cannot be text never reaches a page, and says so kindly.

Refuses NUL and other control characters, invalid UTF-8 and lone surrogates in path, query and form, a query string
that is too long, and a form that is too large or has too many fields. Tabs and line breaks are text. A JSON body is
left to whoever reads it, and Django itself cleans the names of files.
"""

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

LONGEST_QUERY = 2_000
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LINE_CONTROL = re.compile("[\x00-\x1f\x7f]")
SPOILT = re.compile("[\ud800-\udfff\ufffd]")


class Refused(Exception):
    """The request is not text that a page can take; status and the sentence for the reader."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


UNREADABLE = (
    "Something in the address or the form is not text we can read. Go back, type it again and send it once more."
)
TOO_LARGE = "What you sent is too large. Send a smaller file, or shorten what you typed."
TOO_MANY = "The form has more parts than we can take at once. Send fewer at a time."
TOO_LONG = "The address is too long. Go back and use fewer filters."
BROKEN = "The form did not arrive whole. Go back and send it again."


class BoundaryMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            check_address(request)
            check_form(request)
        except Refused as refusal:
            return refuse(request, refusal)
        return self.get_response(request)


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponseBase:
    context = {"reason": refusal.reason}
    return render(request, f"{refusal.status}.html", context, status=refusal.status)


def check_address(request: HttpRequest) -> None:
    """Refuse a path or a query that is too long, is not UTF-8, or holds a control character."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        raise Refused(400, TOO_LONG)
    path = request.META.get("PATH_INFO", "")
    for raw in (path.encode("latin-1", "replace"), unquote_to_bytes(query.encode("utf-8", "surrogateescape"))):
        _require_text(raw, LINE_CONTROL)


def _require_text(raw: bytes, unwanted: re.Pattern[str]) -> None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, UNREADABLE) from None
    if unwanted.search(text):
        raise Refused(400, UNREADABLE)


def check_form(request: HttpRequest) -> None:
    """Refuse a form that cannot be read, is too large, or holds what is not text."""
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return
    try:
        texts = list(_texts(request))
    except RequestDataTooBig:
        raise Refused(413, TOO_LARGE) from None
    except SuspiciousOperation:
        raise Refused(400, TOO_MANY) from None
    except (MultiPartParserError, UnreadablePostError, BadRequest, LookupError, ValueError):
        raise Refused(400, BROKEN) from None
    if any(CONTROL.search(text) or SPOILT.search(text) for text in texts):
        raise Refused(400, UNREADABLE)


def _texts(request: HttpRequest) -> Iterable[str]:
    for name, values in request.POST.lists():
        yield name
        yield from values
