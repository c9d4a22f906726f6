"""What the person may do under the membership they are acting under."""

from typing import Any

from accounts.roles import Permission, may


def holds(user: Any, permission: Permission) -> bool:
    """Whether the person's present role carries the permission. Where they hold it is for `practices` to judge."""
    return user.is_authenticated and user.acting is not None and may(user.acting.role, permission)
