"""What every page of somebody signed in must know of their session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def session(request: HttpRequest) -> dict[str, Any]:
    """Context processor: after how long without use the session ends, and how long before that to warn."""
    if not getattr(request, "as_whom", ""):
        return {}
    idle = settings.SESSION_COOKIE_AGE
    return {"session_idle": idle, "session_warning": min(settings.SESSION_WARNING_SECONDS, idle // 2)}
