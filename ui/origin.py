"""Where a request comes from, as the browser itself says: other sites may link to us, and nothing else.

A second guard beside the CSRF token. Browsers that say nothing, and programs, are left to the token.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

OURS = frozenset({"", "same-origin", "none"})  # not said; our own pages; typed, or from a bookmark


class OriginMiddleware:
    """Refuses what another site makes a browser send, or fetch, in a person's name; following a link is allowed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_welcome(
            request.method or "",
            site=request.headers.get("Sec-Fetch-Site", ""),
            mode=request.headers.get("Sec-Fetch-Mode", ""),
            destination=request.headers.get("Sec-Fetch-Dest", ""),
        ):
            raise PermissionDenied
        return self.get_response(request)


def is_welcome(method: str, *, site: str, mode: str, destination: str) -> bool:
    """Whether the request is from our own pages, or another site's link that opens a page of its own.

    A neighbour on the same domain counts as another site, as does any value we do not know.
    """
    if site in OURS:
        return True
    return method in ("GET", "HEAD") and mode == "navigate" and destination in ("", "document")
