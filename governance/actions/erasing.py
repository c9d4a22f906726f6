"""Erasing a record: proposed by one person, decided by another, and done by the database in one go."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints, wall
from episodes import actions as episodes
from episodes.models import Episode
from governance import events, lifecycle, permissions
from governance.actions.requests import REFUSED
from governance.lifecycle import ErasureMove
from governance.models import Erasure, ErasureGround, LegalHold
from patients.models import Patient
from patients.models.rights import number_hash

NAMES_NOBODY = "the second person decides on a reference and a ground, and is shown nobody"
ERASE = "SELECT erase_person(%s, %s)"


@transaction.atomic
def propose_erasure(*, patient: Patient, ground: str, reason: str, by: Any) -> Erasure:
    """Propose to erase a record. Refused under a legal hold, and while the person is in shared care."""
    if not permissions.can_answer_for(by, patient):
        raise PermissionDenied(REFUSED)
    _refuse_if_needed(patient.pk)
    erasure = Erasure(scheme_id=patient.scheme_id, patient=patient, ground=ground, reason=reason, proposed_by=by)
    constraints.save(erasure)
    audit.record(
        events.ERASURE_PROPOSED,
        subject=erasure,
        by=by,
        patient_id=patient.pk,
        ground=ErasureGround(ground).label.lower(),
    )
    return erasure


def decline_erasure(*, erasure: Erasure, by: Any) -> Erasure:
    """Say no to a proposal; the record stays as it is."""
    return _decide(erasure, ErasureMove.DECLINE, by)


def approve_erasure(*, erasure: Erasure, by: Any) -> Erasure:
    """Erase the record, as a second person. Refused to whoever proposed it, under a legal hold, and during treatment.

    Every identifying and free-text field of the person is emptied in every app, in one statement of the database; the
    trail of deeds stays, and names nobody. Figures that were frozen stay as they were.
    """
    return _decide(erasure, ErasureMove.ERASE, by)


@transaction.atomic
def _decide(erasure: Erasure, move: ErasureMove, by: Any) -> Erasure:
    if not permissions.can_decide_erasure(by):
        raise PermissionDenied("Only a scheme administrator may be the second person.")
    with wall.widened(NAMES_NOBODY):
        erasure = Erasure.objects.select_for_update(of=["self"]).get(pk=erasure.pk)
        status = lifecycle.ERASURE.after(erasure.status, move)
        if by.pk == erasure.proposed_by_id:
            raise ValidationError("Somebody else must decide than whoever proposed it.", code="same_person")
        if move == ErasureMove.ERASE:
            _refuse_if_needed(erasure.patient_id)
        erasure.status, erasure.decided_by, erasure.decided_at = status, by, timezone.now()
        constraints.save(erasure, update_fields=["status", "decided_by", "decided_at"])
        _record(erasure, move, by)
        if move == ErasureMove.ERASE:
            _erase(erasure)
    return erasure


def _erase(erasure: Erasure) -> None:
    """Empty the record; of the NHS number what is kept tells nobody what it was."""
    number = Patient.objects.values_list("nhs_number", flat=True).get(pk=erasure.patient_id)
    episodes.empty_words(patient=erasure.patient)
    with connection.cursor() as cursor:
        cursor.execute(ERASE, [erasure.pk, number_hash(number)])


@transaction.atomic
def let_return(*, erasure: Erasure, by: Any) -> Erasure:
    """Let a person whose record was erased be added again, as somebody new. Refused unless they were erased."""
    if not permissions.can_answer_rights(by):
        raise PermissionDenied(REFUSED)
    left = Patient.objects.select_for_update().filter(pk=erasure.patient_id).exclude(erased_number="")
    if not left.update(erased_number=""):
        raise ValidationError("Nothing keeps this person from being added.", code="free")
    audit.record(events.LET_RETURN, subject=erasure, by=by, patient_id=erasure.patient_id)
    return erasure


def _record(erasure: Erasure, move: ErasureMove, by: Any) -> None:
    if move == ErasureMove.DECLINE:
        audit.record(events.ERASURE_DECLINED, subject=erasure, by=by, patient_id=erasure.patient_id)
        return
    audit.record(
        events.ERASED,
        subject=erasure,
        by=by,
        patient_id=erasure.patient_id,
        ground=ErasureGround(erasure.ground).label.lower(),
        reference=erasure.reference,
    )


def _refuse_if_needed(patient_id: Any) -> None:
    """The person is locked, so that neither a hold nor an episode begins meanwhile."""
    with wall.widened("only whether a hold or an episode stands is asked, about somebody the action names already"):
        Patient.objects.select_for_update().get(pk=patient_id)
        if LegalHold.objects.standing().filter(patient_id=patient_id).exists():
            raise ValidationError("There is a legal hold on this record: nothing of it may be erased.", code="hold")
        if Episode.objects.filter(patient_id=patient_id, ended_on__isnull=True).exists():
            raise ValidationError(
                "The person is in shared care. End it first: their care needs the record.", code="care"
            )
