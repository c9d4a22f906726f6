"""What somebody may do with the register and the people on it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.roles import Permission
from patients import rights
from patients.models import EmergencyAccess, Patient, ProcessingRestriction, ShareConsent
from patients.rights import Purpose, Scope
from practices.permissions import holds

# What outlasts an emergency, or settles who takes part: not for somebody who is here for an hour.
NOT_IN_AN_EMERGENCY = {
    Permission.START_SHARED_CARE,
    Permission.ASSIGN_RESPONSIBILITY,
    Permission.END_SHARED_CARE,
    Permission.ARRANGE_COLLECTION,
    Permission.WRITE_AGREEMENT,
    Permission.SIGN_AGREEMENT,
}


def can_import_register(user: Any, practice_id: UUID | None = None) -> bool:
    """Bring a register in: for one practice, or for the scheme."""
    return holds(user, Permission.IMPORT_REGISTER, practice_id)


def can_import_somewhere(user: Any) -> bool:
    """Bring a register in where this role is held."""
    return user.acting is not None and can_import_register(user, user.acting.organisation_id)


def can_record_preference(user: Any, patient: Any) -> bool:
    """Change how a person may be reached."""
    return holds_for(user, Permission.RECORD_PREFERENCE, patient)


def can_record_opt_out(user: Any, patient: Any) -> bool:
    """Record what a person objects to: whoever cares for them, and whoever answers their rights."""
    return can_record_preference(user, patient) or can_answer_rights(user, patient)


def can_answer_rights(user: Any, patient: Any) -> bool:
    """Answer what a person asks about their own record."""
    return holds_for(user, Permission.ANSWER_RIGHTS, patient)


def can_correct_identity(user: Any, patient: Any) -> bool:
    """Correct who the person is: whoever answers their rights, and the co-ordinator."""
    return can_answer_rights(user, patient) or holds_for(user, Permission.RESOLVE_DUPLICATE, patient)


def can_record_consent(user: Any, patient: Any) -> bool:
    """Record with whom a person lets something be shared."""
    return holds_for(user, Permission.RECORD_CONSENT, patient)


def may_share(patient: Any, recipient: str, recipient_name: str, scope: Scope, day: date) -> bool:
    """Whether something of the person may be shared with somebody beyond the team that treats them.

    The one question to ask before anything goes to family, an employer or anybody else.
    """
    consents = ShareConsent.objects.filter(
        patient_id=patient.pk, recipient=recipient, recipient_name__iexact=recipient_name.strip()
    )
    given = [rights.Consented(c.scope, c.starts_on, c.ends_on, c.withdrawn_on) for c in consents]
    return rights.may_share(given, scope, day)


def may_use(patient: Any, purpose: Purpose, moment: datetime) -> bool:
    """Whether the person's record may be used so, while they may have restricted its processing."""
    held = ProcessingRestriction.objects.lasting_at(moment).filter(patient_id=patient.pk).first()
    return rights.may_use(purpose, restricted=held is not None, care_agreed=held is not None and held.care_agreed)


def can_record_departure(user: Any, patient: Any) -> bool:
    """Record that a person moved away or died: whoever cares for them may hear of it first."""
    return holds_for(user, Permission.RECORD_PREFERENCE, patient)


def can_link_organisation(user: Any, patient: Any) -> bool:
    """Let another organisation take part in a person's care."""
    return holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient)


def can_resolve_duplicate(user: Any, duplicate: Any) -> bool:
    """Say whether two people are the same; about a restricted record, whoever answers for access says it."""
    if holds(user, Permission.RESOLVE_DUPLICATE, None):
        return True
    return can_govern_access(user) and Patient.objects.restricted().filter(pk=duplicate.patient_id).exists()


def can_resolve_some_duplicates(user: Any) -> bool:
    """Answer some of the questions whether two people are the same."""
    return holds(user, Permission.RESOLVE_DUPLICATE, None) or can_govern_access(user)


def can_break_glass(user: Any) -> bool:
    """Open the record of somebody out of reach, in an emergency."""
    return holds(user, Permission.BREAK_GLASS, user.acting and user.acting.organisation_id)


def can_govern_access(user: Any, patient: Any = None) -> bool:
    """Answer for who may look: see who did, judge it, restrict records and name who may open them; of one person when
    one is given, which is never the answering person's own."""
    if patient is not None:
        return holds_for(user, Permission.GOVERN_ACCESS, patient)
    return holds(user, Permission.GOVERN_ACCESS, None)


def holds_for(user: Any, permission: Permission, patient: Any) -> bool:
    """Whether the person holds the permission and may see this patient: at the patient's practice, at an organisation
    linked to them today, or at the whole scheme. Somebody who sees them in an emergency may not decide who takes part.
    """
    if not holds(user, permission, user.acting and user.acting.organisation_id):
        return False
    if getattr(patient, "seen_as", None) == user.acting.pk:
        return not (permission in NOT_IN_AN_EMERGENCY and patient.in_an_emergency)
    if permission in NOT_IN_AN_EMERGENCY and opened_in_emergency(user, patient):
        return False
    return Patient.objects.visible_to(user).filter(pk=patient.pk).exists()


def opened_in_emergency(user: Any, patient: Any) -> bool:
    """Whether the person sees this patient by having broken the glass, and for as long as that lasts."""
    return EmergencyAccess.objects.open_to(user, timezone.now()).filter(patient=patient).exists()
