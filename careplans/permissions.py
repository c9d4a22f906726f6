"""What somebody may do with a person's plan."""

from typing import Any

from accounts import permissions as accounts
from accounts.roles import Permission
from patients.permissions import holds_for


def can_start_shared_care(user: Any, patient: Any) -> bool:
    """Take the person into shared care, with a plan to write."""
    return holds_for(user, Permission.START_SHARED_CARE, patient)


def can_end_shared_care(user: Any, patient: Any) -> bool:
    """End the person's shared care and with it the plan."""
    return holds_for(user, Permission.END_SHARED_CARE, patient)


def can_write_plan(user: Any, patient: Any) -> bool:
    """Write goals and actions into a draft, or begin a new version."""
    return holds_for(user, Permission.WRITE_PLAN, patient)


def can_agree_plan(user: Any, patient: Any) -> bool:
    """Say that a plan was agreed with the person."""
    return holds_for(user, Permission.AGREE_PLAN, patient)


def can_record_review(user: Any, patient: Any) -> bool:
    """Record that the plan was reviewed, or correct such a record."""
    return holds_for(user, Permission.RECORD_REVIEW, patient)


def can_print_plan(user: Any, patient: Any) -> bool:
    """Print the plan for the person."""
    return holds_for(user, Permission.PRINT_PLAN, patient)


def may_review_somebody(user: Any) -> bool:
    """Whether the person's role records reviews at all, for a list that has already kept to whom they may see."""
    return accounts.holds(user, Permission.RECORD_REVIEW)
