"""Where browsers report what the Content Security Policy stopped: one line in the log, with nothing personal in it."""

import json
import logging
import re
import time
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ui.boundary import FORM_TYPES

LARGEST = 8_192
MOST_A_MINUTE = 30  # of each web process; the rest are answered and forgotten
DIRECTIVE = re.compile(r"[a-z-]{1,40}")
KEYWORDS = frozenset({"inline", "eval", "data", "blob", "self"})

_heard: deque[float] = deque(maxlen=MOST_A_MINUTE)  # when the last lines were written
log = logging.getLogger(__name__)


@csrf_exempt  # a browser reports without a token; nothing is stored
@login_not_required
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take a report of at most 8 KiB; whatever it says, the answer is the same."""
    if not _length(request) <= LARGEST:
        return HttpResponse(status=413)
    # A form is no report, and was read already by the door that checks what a form holds.
    line = "" if request.content_type in FORM_TYPES else summary(request.body)
    if line and _is_heard():
        log.warning("csp %s", line)
    return HttpResponse(status=204)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if str(told).isascii() and str(told).isdigit() else LARGEST + 1


def _is_heard() -> bool:
    now = time.monotonic()
    if len(_heard) == MOST_A_MINUTE and now - _heard[0] < 60:
        return False
    _heard.append(now)
    return True


def summary(body: bytes) -> str:
    """The rule, what kind of thing it stopped, and on which page, without the address of anything; empty if unclear."""
    try:
        said = json.loads(body)["csp-report"]
        directive = str(said.get("effective-directive") or said.get("violated-directive") or "").split(" ")[0]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    if not DIRECTIVE.fullmatch(directive):
        return ""
    return f"stopped={directive} from={_source(said.get('blocked-uri'))} page={_page(said.get('document-uri'))}"


def _source(uri: Any) -> str:
    """Ourselves, a keyword, or only the fact that it was elsewhere: a host name could be made to carry a secret."""
    return str(uri) if uri in KEYWORDS else "elsewhere"


def _page(uri: Any) -> str:
    """The name of the page, which says nothing of whom it showed."""
    try:
        return resolve(urlsplit(str(uri)[:2_000]).path).view_name or "unnamed"
    except (Resolver404, ValueError):
        return "unknown"
