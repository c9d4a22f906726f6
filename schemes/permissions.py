"""Who may run a scheme: whoever holds that permission in it."""

from typing import Any
from uuid import UUID

from accounts import permissions as accounts
from accounts.roles import Permission


def can_run_scheme(user: Any, scheme_id: UUID | None) -> bool:
    """Change the scheme itself, who takes part in it, and its numbers."""
    return accounts.holds(user, Permission.RUN_SCHEME) and user.acting.scheme_id == scheme_id
