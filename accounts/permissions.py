"""What the person may do under the membership they are acting under."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.roles import Permission, Role, may


def holds(user: Any, permission: Permission) -> bool:
    """Whether the person's present role carries the permission. Where they hold it is for `practices` to judge."""
    return user.is_authenticated and user.acting is not None and may(user.acting.role, permission)


def may_keep_account(by: Any, user: Any) -> bool:
    """Whether `by` may see to this person's account: it is their own, or they keep the accounts of its scheme.

    Of a leaver too, so long as some role of theirs was held there.
    """
    if by.pk == user.pk:
        return True
    return holds(by, Permission.MANAGE_ACCESS) and user.memberships.filter(scheme_id=by.acting.scheme_id).exists()


# Whoever runs the scheme is watched over by these, and so does not choose them.
GIVEN_BY_ADMINISTRATOR = frozenset({Role.SCHEME_ADMINISTRATOR, Role.GOVERNANCE_LEAD, Role.AUDITOR})


def can_manage_access(user: Any, scheme_id: UUID) -> bool:
    """Say who signs in to the scheme, as what, and until when."""
    return holds(user, Permission.MANAGE_ACCESS) and user.acting.scheme_id == scheme_id


def can_give_role(user: Any, role: str, scheme_id: UUID) -> bool:
    """Give or end a role: all of them as an administrator, and as a co-ordinator all but those that watch over them."""
    if not can_manage_access(user, scheme_id):
        return False
    return user.acting.role == Role.SCHEME_ADMINISTRATOR or role not in GIVEN_BY_ADMINISTRATOR


def can_reset_second_factor(by: Any, user: Any) -> bool:
    """Free somebody else of the second step they lost; of those who watch over the scheme, only as an administrator."""
    if by.pk == user.pk or not may_keep_account(by, user):
        return False
    held = user.memberships.not_over(timezone.localdate()).filter(scheme_id=by.acting.scheme_id)
    return all(can_give_role(by, role, by.acting.scheme_id) for role in held.values_list("role", flat=True))
