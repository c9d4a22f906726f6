"""What somebody may do with the register and the people on it."""

from typing import Any
from uuid import UUID

from accounts.roles import Permission
from patients.models import Patient
from practices.permissions import holds


def can_import_register(user: Any, practice_id: UUID | None = None) -> bool:
    """Bring a register in: for one practice, or for the scheme."""
    return holds(user, Permission.IMPORT_REGISTER, practice_id)


def can_import_somewhere(user: Any) -> bool:
    """Bring a register in where this role is held."""
    return user.acting is not None and can_import_register(user, user.acting.organisation_id)


def can_record_preference(user: Any, patient: Any) -> bool:
    """Change how a person may be reached."""
    return holds_for(user, Permission.RECORD_PREFERENCE, patient)


def can_record_departure(user: Any, patient: Any) -> bool:
    """Record that a person moved away or died: whoever cares for them may hear of it first."""
    return holds_for(user, Permission.RECORD_PREFERENCE, patient)


def can_link_organisation(user: Any, patient: Any) -> bool:
    """Let another organisation take part in a person's care."""
    return holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient)


def can_resolve_duplicate(user: Any) -> bool:
    """Say whether two people are the same."""
    return holds(user, Permission.RESOLVE_DUPLICATE, None)


def can_govern_access(user: Any, patient: Any = None) -> bool:
    """See who looked at whom, and judge looks that stand out: of one person when one is given."""
    if patient is not None:
        return holds_for(user, Permission.GOVERN_ACCESS, patient)
    return holds(user, Permission.GOVERN_ACCESS, None)


def holds_for(user: Any, permission: Permission, patient: Any) -> bool:
    """Whether the person holds the permission and may see this patient: at the patient's practice, at an organisation
    linked to them today, or at the whole scheme."""
    return holds(user, permission, user.acting and user.acting.organisation_id) and (
        Patient.objects.visible_to(user).filter(pk=patient.pk).exists()
    )
