"""What somebody may do with a person's shared care."""

from typing import Any

from accounts.roles import Permission, Role
from patients.permissions import holds_for
from practices.permissions import holds


def can_start_episode(user: Any, patient: Any) -> bool:
    """Take the person into shared care."""
    return holds_for(user, Permission.START_SHARED_CARE, patient)


def can_assign_responsibility(user: Any, patient: Any) -> bool:
    """Say who answers for an aspect of the person's care."""
    return holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient)


def can_move_episode(user: Any, patient: Any) -> bool:
    """Suspend the person's shared care, take it up again, or end it."""
    return holds_for(user, Permission.END_SHARED_CARE, patient)


def can_arrange_collection(user: Any, patient: Any) -> bool:
    """Record on which days, and at which pharmacy, the person collects."""
    return holds_for(user, Permission.ARRANGE_COLLECTION, patient)


def can_record_collection(user: Any, arrangement: Any) -> bool:
    """Record what came of a day: the pharmacy itself, and whoever it rang up; never another pharmacy."""
    if not holds_for(user, Permission.RECORD_COLLECTION, arrangement.episode.patient):
        return False
    return not is_pharmacist(user) or user.acting.organisation_id == arrangement.pharmacy_id


def can_record_closure(user: Any, pharmacy: Any) -> bool:
    """Record that a pharmacy is closed: of one's own, or of any as somebody who runs the scheme."""
    return holds(user, Permission.RECORD_CLOSURE, pharmacy.pk)


def can_answer_alert(user: Any, patient: Any) -> bool:
    """Say that one has an alert about the person, and what came of it."""
    return holds_for(user, Permission.ANSWER_ALERT, patient)


def is_pharmacist(user: Any) -> bool:
    """Whether the person acts for a pharmacy, and so for its own people only."""
    return user.acting is not None and user.acting.role == Role.PHARMACIST
