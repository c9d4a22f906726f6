"""Erasing a record: proposed by one person, decided by another, and done by the database in one go."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints, wall
from episodes import actions as episodes
from episodes.models import Episode
from governance import events, lifecycle, permissions, queries
from governance.actions.requests import REFUSED
from governance.lifecycle import ErasureMove
from governance.models import Erasure, ErasureGround, Kind, LegalHold, RightsRequest
from patients.models import Patient
from patients.models.rights import number_hash, restriction_of

NAMES_NOBODY = "the second person decides on a reference and a ground, and is shown nobody"
ONLY_WHETHER = "only whether something keeps the record is asked, about somebody the action names already"
ERASE = "SELECT erase_person(%s, %s)"
ERASE_COLLECTIONS = "SELECT erase_collections(%s)"
ERASE_AGREEMENTS = "SELECT erase_agreements(%s)"
ERASE_QUERIES = "SELECT erase_queries(%s)"
ERASE_EXCHANGES = "SELECT erase_exchanges(%s)"
ERASE_COHORTS = "SELECT erase_cohorts(%s)"  # before the number goes, by which rows of files are found
ERASE_ANSWERS = "SELECT erase_answers(%s)"
# Sources: UK GDPR articles 17(3) and 18(1); Data Protection Act 2018, section 173 (erasing what was asked for).
NEEDED = {
    "hold": "There is a legal hold on this record: nothing of it may be erased.",
    "shared_hold": "A letter to this person is in one print file with a letter to somebody whose record is under a "
    "legal hold. It can be erased when that hold is lifted.",
    "care": "The person is in shared care. End it first: their care needs the record.",
    "restricted": "The use of this record is restricted: it must be kept as it is. Tell the person and lift the "
    "restriction first.",
    "copy": "The person waits for a copy of this record. Answer that request first.",
    "too_early": "This record is not past its time yet. Choose another ground, or wait.",
}


@transaction.atomic
def propose_erasure(*, patient: Patient, ground: str, reason: str, by: Any) -> Erasure:
    """Propose to erase a record. Refused while anything asks for it to be kept (`_refuse_if_needed`)."""
    if not permissions.can_answer_for(by, patient):
        raise PermissionDenied(REFUSED)
    _refuse_if_needed(patient.pk, ground)
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
    """Erase the record, as a second person. Refused to whoever proposed it, and while anything asks for it to be kept.

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
            _refuse_if_needed(erasure.patient_id, erasure.ground)
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
        cursor.execute(ERASE_COLLECTIONS, [erasure.pk])
        cursor.execute(ERASE_AGREEMENTS, [erasure.pk])
        cursor.execute(ERASE_QUERIES, [erasure.pk])
        cursor.execute(ERASE_EXCHANGES, [erasure.pk])
        cursor.execute(ERASE_COHORTS, [erasure.pk])
        cursor.execute(ERASE_ANSWERS, [erasure.pk])
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


def _refuse_if_needed(patient_id: Any, ground: str) -> None:
    """Refuse while the law or somebody's care needs the record: under a legal hold, during treatment, while its use is
    restricted, while the person waits for a copy of it, and for being past its time when it is not.

    The person is locked, so that none of this begins meanwhile.
    """
    with wall.widened(ONLY_WHETHER):
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        for code, stands in _needs(patient, ground):
            if stands:
                raise ValidationError(NEEDED[code], code=code)


def _needs(patient: Patient, ground: str) -> Iterator[tuple[str, bool]]:
    """Each reason to keep the record, and whether it holds now; asked one after the other."""
    yield "hold", LegalHold.objects.standing().filter(patient=patient).exists()
    yield "shared_hold", queries.printed_with_somebody_held(patient)
    yield "care", Episode.objects.filter(patient=patient, ended_on__isnull=True).exists()
    yield "restricted", restriction_of(patient, timezone.now()) is not None
    yield "copy", RightsRequest.objects.open().filter(patient=patient, kind=Kind.ACCESS).exists()
    if ground == ErasureGround.NOT_NEEDED:
        today = timezone.localdate()
        yield "too_early", queries.kept_until(patient, today) > today
