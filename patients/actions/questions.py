"""Answering whether two people may be the same."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import wall
from patients import events, permissions
from patients.actions.registers import LOCK
from patients.lifecycle import Answer, QuestionKind
from patients.models import Patient, PossibleDuplicate
from patients.queries import merging


@transaction.atomic
def resolve_duplicate(*, duplicate: PossibleDuplicate, same: bool, by: Any, reason: str = "") -> PossibleDuplicate:
    """Say whether the person in the file is the person on the register.

    Yes: the register takes the file's details, NHS number and practice included, and keeps what stood there before. No:
    somebody who only shares a name and a date of birth is added as a person of their own; in every other case nothing
    changes, and the row is not asked about again until it says something new. Refused once it was answered.
    """
    if not permissions.can_resolve_duplicate(by, duplicate):
        raise PermissionDenied("Only somebody who runs the scheme may say whether two people are the same.")
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    duplicate = PossibleDuplicate.objects.select_for_update(of=("self",)).select_related("row").get(pk=duplicate.pk)
    if duplicate.answer:
        raise ValidationError("This has been answered already.", code="answered")
    Patient.objects.select_for_update().get(pk=duplicate.patient_id)
    patient_id = duplicate.patient_id
    if _asked_of_the_lead(duplicate):
        pass  # whose number it is has to be known before anything is taken or added; nobody here is told so
    elif same:
        _take(duplicate)
    elif duplicate.kind == QuestionKind.SAME_NAME:
        patient_id = _add(duplicate)
    duplicate.answer = Answer.SAME if same else Answer.DIFFERENT
    duplicate.reason = reason
    duplicate.resolved_by = by
    duplicate.resolved_at = timezone.now()
    duplicate.save(update_fields=["answer", "reason", "resolved_by", "resolved_at"])
    audit.record(
        events.QUESTION_ANSWERED,
        subject=duplicate,
        by=by,
        patient_id=patient_id,
        data={"reason": reason, "asked_about": str(duplicate.patient_id)},
        question=QuestionKind(duplicate.kind).label,
        answer=Answer(duplicate.answer).label,
    )
    return duplicate


def _take(duplicate: PossibleDuplicate) -> None:
    """The register takes the row's details for this person."""
    _refuse_a_number_of_somebody_else(duplicate)
    with connection.cursor() as cursor:
        cursor.execute(merging.TAKE, _facts(duplicate))


def _add(duplicate: PossibleDuplicate) -> UUID:
    """The row's person joins the register on their own."""
    _refuse_a_number_of_somebody_else(duplicate)
    with connection.cursor() as cursor:
        cursor.execute(merging.ADD, _facts(duplicate))
        (patient_id,) = cursor.fetchone()
    return patient_id


def _asked_of_the_lead(duplicate: PossibleDuplicate) -> bool:
    """Whether the row's NHS number is that of a restricted record: then whoever answers for access is asked about it.

    To whoever answered this question nothing looks different, as if the number were nobody's.
    """
    with wall.widened(
        "a restricted record that has the row's NHS number; the person who answers is told nothing of it"
    ):
        others = Patient.objects.restricted().exclude(pk=duplicate.patient_id)
        owner = others.filter(nhs_number=duplicate.row.nhs_number or "").first()
        if owner is None:
            return False
        with connection.cursor() as cursor:
            facts = {**_facts(duplicate), "patient": owner.pk, "kind": QuestionKind.SAME_NUMBER.value}
            cursor.execute(merging.ASK_OF_RESTRICTED, facts)
    return True


def _refuse_a_number_of_somebody_else(duplicate: PossibleDuplicate) -> None:
    number = duplicate.row.nhs_number
    others = Patient.objects.exclude(pk=duplicate.patient_id)
    if number and others.filter(nhs_number=number).exists():
        raise ValidationError(
            "Somebody else on the register has this NHS number by now. Bring the latest register in; it asks anew.",
            code="number_taken",
        )


def _facts(duplicate: PossibleDuplicate) -> dict[str, Any]:
    return {
        "import": duplicate.row.register_import_id,
        "row": duplicate.row_id,
        "patient": duplicate.patient_id,
        "now": timezone.now(),
        "passed_over": [],
    }
