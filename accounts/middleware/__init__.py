"""Before the page: typed text is kept, each request counted and put somewhere, sessions end, grave deeds ask again."""

from accounts.middleware.acting import SESSION_KEY, ActingMiddleware
from accounts.middleware.keeping import KeepTypedMiddleware
from accounts.middleware.pace import PaceMiddleware
from accounts.middleware.proving import ProvingMiddleware
from accounts.middleware.sessions import SessionsMiddleware

__all__ = [
    "SESSION_KEY",
    "ActingMiddleware",
    "KeepTypedMiddleware",
    "PaceMiddleware",
    "ProvingMiddleware",
    "SessionsMiddleware",
]
