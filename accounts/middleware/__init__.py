"""Before the page: what was typed is kept, each request stands somewhere, sessions end when they should."""

from accounts.middleware.acting import SESSION_KEY, ActingMiddleware
from accounts.middleware.keeping import KeepTypedMiddleware
from accounts.middleware.sessions import SessionsMiddleware

__all__ = ["SESSION_KEY", "ActingMiddleware", "KeepTypedMiddleware", "SessionsMiddleware"]
