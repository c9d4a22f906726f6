"""What somebody may do with campaigns and invitations."""

from typing import Any

from accounts import permissions as accounts
from accounts.roles import Permission
from patients.models import Patient
from patients.permissions import can_import_somewhere, holds_for
from practices.permissions import holds
from recall.models import Invitation


def can_run_campaign(user: Any) -> bool:
    """Draft, launch and stop campaigns, post their letters, settle what went wrong."""
    return holds(user, Permission.RUN_CAMPAIGN, None)


def can_record_answer(user: Any, invitation: Any) -> bool:
    """Record what a person answered."""
    seen = Invitation.objects.visible_to(user).filter(pk=invitation.pk)
    return seen.exists() and holds_for(user, Permission.RECORD_ANSWER, invitation.patient)


def can_review_wording(user: Any, wording: Any) -> bool:
    """Record what service users said of a wording: whoever works with them or runs it, but never its own author."""
    works = accounts.holds(user, Permission.RUN_CAMPAIGN) or accounts.holds(user, Permission.RECORD_ANSWER)
    return works and wording.scheme_id == user.acting.scheme_id and (wording.is_shipped or wording.recorded_by != user)


def can_take_coded(user: Any) -> bool:
    """Take out, as a file, what the practices enter in their own records: whoever brings a register in."""
    return can_import_somewhere(user)


def can_propose(user: Any, patient: Any) -> bool:
    """Propose somebody for a cohort, and decide about them there."""
    seen = Patient.objects.wholly_visible_to(user).filter(pk=patient.pk)
    return seen.exists() and holds_for(user, Permission.RECORD_ANSWER, patient)


def can_sign_off(user: Any) -> bool:
    """Agree, for information governance, that a cohort may be used."""
    return holds(user, Permission.GOVERN_ACCESS, None)
