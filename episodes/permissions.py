"""What somebody may do with a person's shared care."""

from typing import Any

from accounts.roles import Permission
from patients.permissions import holds_for


def can_start_episode(user: Any, patient: Any) -> bool:
    """Take the person into shared care."""
    return holds_for(user, Permission.START_SHARED_CARE, patient)


def can_assign_responsibility(user: Any, patient: Any) -> bool:
    """Say who answers for an aspect of the person's care."""
    return holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient)


def can_move_episode(user: Any, patient: Any) -> bool:
    """Suspend the person's shared care, take it up again, or end it."""
    return holds_for(user, Permission.END_SHARED_CARE, patient)
