"""Headers on every answer that Django and django-csp do not set themselves; outermost, so that no answer escapes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}


class HeadersMiddleware:
    """Keeps the browser's devices out, other origins away, and pages out of every cache; static files may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_static(request) and response.status_code in (200, 206, 304):
            # Fonts and scripts are fetched by our own pages alone; the header that lets any origin read them goes.
            response.headers.pop("Access-Control-Allow-Origin", None)
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def is_static(request: HttpRequest) -> bool:
    """Whether the address is one of our own static files."""
    static_url = settings.STATIC_URL or ""
    return bool(static_url) and request.path_info.startswith(static_url)
