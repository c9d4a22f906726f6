"""Joins what a role may do with where it is held. The only place that does."""

from typing import Any
from uuid import UUID

from accounts import permissions as accounts
from accounts.roles import Permission


def holds(user: Any, permission: Permission, organisation_id: UUID | None) -> bool:
    """Whether the person holds the permission for this organisation: at it, or at the whole scheme."""
    return accounts.holds(user, permission) and user.acting.organisation_id in (None, organisation_id)


def can_import_practices(user: Any) -> bool:
    """Bring the national practice file in."""
    return accounts.holds(user, Permission.IMPORT_PRACTICES)


def can_keep_directory(user: Any) -> bool:
    """Add an organisation or a professional to the scheme's list."""
    return accounts.holds(user, Permission.RUN_SCHEME)


def can_record_evidence(user: Any, professional: Any) -> bool:
    """Put a certificate or training on a professional's record: for the scheme, or for somebody who works with one."""
    if not accounts.holds(user, Permission.RECORD_EVIDENCE):
        return False
    here = user.acting.organisation_id
    return here is None or professional.posts.filter(organisation_id=here).exists()


def can_award_tier(user: Any) -> bool:
    """Approve a GP's tier or a commissioned appointment."""
    return accounts.holds(user, Permission.AWARD_TIER)
