"""What the log says of a request: its method and path, never what was asked for or by which device."""

import re
from typing import Any

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

LONGEST_PATH = 200
LETS_IN = re.compile(r"^(/r/).+")  # the rest of such a path is a key to somebody's reply page


class LoggedMiddleware(RequestMiddleware):
    """django-structlog's, without the query, which may hold a name, and without the browser's description of itself."""

    def prepare(self, request: HttpRequest) -> None:
        agent = request.META.pop("HTTP_USER_AGENT", None)
        super().prepare(request)
        if agent is not None:
            request.META["HTTP_USER_AGENT"] = agent

    @staticmethod
    def format_request(request: HttpRequest) -> Any:
        path = LETS_IN.sub(r"\1…", request.path)
        return f"{request.method} {path[:LONGEST_PATH]}"
