"""What the person may do under the membership they are acting under."""

from typing import Any

from accounts.roles import Permission, may


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
