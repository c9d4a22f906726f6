"""Pages about oneself: which role, which sessions, how one signs in, and what was typed before signing in again."""

from accounts.views.acting import ActAs
from accounts.views.kept import DropKept, Keep, KeptForm, OpenKept, csrf_failed
from accounts.views.me import EndSession, Me, SessionLeft, SignOutEverywhere
from accounts.views.password import AskForReset, NewPassword, no_role

__all__ = [
    "ActAs",
    "AskForReset",
    "DropKept",
    "EndSession",
    "Keep",
    "KeptForm",
    "Me",
    "NewPassword",
    "OpenKept",
    "SessionLeft",
    "SignOutEverywhere",
    "csrf_failed",
    "no_role",
]
