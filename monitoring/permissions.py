"""Who runs the group's meetings, and who may read them."""

from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission


def can_hold_meetings(user: Any) -> bool:
    """Set the group up, plan and hold its meetings, write and approve minutes."""
    return holds(user, Permission.HOLD_MEETING)


def can_view_meetings(user: Any) -> bool:
    """Read the group's meetings, minutes and frozen figures."""
    return holds(user, Permission.VIEW_MEETINGS)


def can_move_action(user: Any, action: Any) -> bool:
    """Close an action or carry it forward: whoever runs the meetings."""
    return can_hold_meetings(user)
