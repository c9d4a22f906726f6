"""Turns what cannot be done at this moment into a page that says so: a PDF, or a database that takes too long."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from ui.pdf import CannotPrint, PdfUnavailable

TOO_SLOW = (
    "This took too long, so it was stopped. Narrow it down, with a shorter period or fewer at once, or try later."
)
HELD = "Somebody else is changing the same thing at this moment. Nothing of yours was saved; try again in a minute."
# https://www.postgresql.org/docs/current/errcodes-appendix.html
SENTENCES = {"57014": TOO_SLOW, "55P03": HELD, "25P03": TOO_SLOW}

log = logging.getLogger(__name__)


class UnavailableMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotPrint):
            return render(request, "413.html", {"reason": " ".join(exception.messages)}, status=413)
        reason = reason_for(exception)
        if not reason:
            return None
        log.warning("unavailable %s", type(exception).__name__)
        # Without the request, because the page's header asks the database, whose transaction may be broken.
        return HttpResponse(render_to_string("503.html", {"reason": reason}), status=503)


def reason_for(exception: Exception) -> str:
    """What to tell the reader, or nothing when the fault is ours."""
    if isinstance(exception, PdfUnavailable):
        return str(exception)
    if isinstance(exception, DatabaseError):
        return SENTENCES.get(getattr(exception.__cause__, "sqlstate", None) or "", "")
    return ""
