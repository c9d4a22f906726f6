"""Switching between one's own roles, and signing in by the provider of identities."""

from accounts.views.acting import ActAs
from accounts.views.openid import Confirm, Connect, EndSessions, Return, SignedOut, Start, StartConnecting

__all__ = ["ActAs", "Confirm", "Connect", "EndSessions", "Return", "SignedOut", "Start", "StartConnecting"]
