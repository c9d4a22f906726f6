"""What somebody may do with a person's shared care."""

from typing import Any

from accounts.permissions import holds
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


def can_write_agreement(user: Any, patient: Any) -> bool:
    """Write an agreement, offer it, withdraw it, look at it again, and put on record what was signed on paper."""
    return holds_for(user, Permission.WRITE_AGREEMENT, patient)


def can_record_answer(user: Any, party: Any) -> bool:
    """Put on record what this party signed or said on paper; whoever never may is refused before the person is read."""
    return holds(user, Permission.WRITE_AGREEMENT) and can_write_agreement(user, party.patient)


def can_answer_agreement(user: Any, party: Any) -> bool:
    """Sign, decline or give notice as this party: only the professional named, in a role that signs, as themselves."""
    named = party.professional
    return named is not None and named.user_id == user.pk and holds_for(user, Permission.SIGN_AGREEMENT, party.patient)


def can_copy_agreement(user: Any, party: Any) -> bool:
    """Make this party's copy: whoever may write agreements makes anybody's, and the party their own."""
    return can_record_answer(user, party) or can_answer_agreement(user, party)
