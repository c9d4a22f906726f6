"""Pages about oneself: which role, which sessions, how one signs in, and what was typed before signing in again."""

from accounts.views.acting import ActAs
from accounts.views.joining import Join
from accounts.views.kept import DropKept, Keep, KeptForm, OpenKept, csrf_failed
from accounts.views.me import EndSession, Me, SessionLeft, SignOutEverywhere
from accounts.views.openid import Confirm, Connect, EndSessions, Return, SignedOut, Start, StartConnecting
from accounts.views.password import AskForReset, NewPassword, no_role

__all__ = [
    "ActAs",
    "AskForReset",
    "Confirm",
    "Connect",
    "DropKept",
    "EndSession",
    "EndSessions",
    "Join",
    "Keep",
    "KeptForm",
    "Me",
    "NewPassword",
    "OpenKept",
    "Return",
    "SessionLeft",
    "SignOutEverywhere",
    "SignedOut",
    "Start",
    "StartConnecting",
    "csrf_failed",
    "no_role",
]
