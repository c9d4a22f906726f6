"""Who answers people's rights, and who is the second person when a record is erased."""

from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission
from patients import permissions as patients


def can_answer_for(user: Any, patient: Any) -> bool:
    """Answer what this person asks about their record."""
    return patients.can_answer_rights(user, patient)


def can_answer_rights(user: Any) -> bool:
    """Answer people's rights in this scheme, and keep its retention rule."""
    return holds(user, Permission.ANSWER_RIGHTS)


def can_decide_erasure(user: Any) -> bool:
    """Be the second person when a record is to be erased."""
    return holds(user, Permission.APPROVE_ERASURE)
