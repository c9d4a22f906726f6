"""Reading registers that were brought in: what waits, what each would do, and what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from patients.lifecycle import QuestionKind, Verdict
from patients.models import (
    Channel,
    Format,
    Patient,
    PossibleDuplicate,
    RegisterImport,
    RegisterImportRow,
    Sex,
)
from patients.register_row import Reason

BETWEEN_CELLS = "\x1f"


def imports_waiting(user: Any) -> QuerySet[RegisterImport]:
    """Registers that were checked, and neither brought in nor set aside; the longest waiting first."""
    waiting: QuerySet[RegisterImport] = RegisterImport.objects.visible_to(user).waiting()
    return waiting.select_related("uploaded_by").order_by("uploaded_at")


def open_questions(user: Any) -> QuerySet[PossibleDuplicate]:
    """People who may be the same and wait for somebody to say so; the longest waiting first."""
    questions: QuerySet[PossibleDuplicate] = PossibleDuplicate.objects.visible_to(user).open()
    return questions.select_related("patient__practice", "row__practice")


@dataclass(frozen=True)
class VerdictCount:
    """How many rows have a verdict, and for which reasons."""

    verdict: Verdict
    count: int
    reasons: list[tuple[str, str, int]]


@dataclass(frozen=True)
class Preview:
    """What an import would do, or did."""

    verdicts: list[VerdictCount]


COUNTED = {
    Verdict.ADD: "to_add",
    Verdict.UPDATE: "to_update",
    Verdict.ASK: "to_ask",
    Verdict.REJECT: "rejected",
    Verdict.UNCHANGED: "unchanged",
}


def preview(register_import: RegisterImport) -> Preview:
    """The counts of an import, by verdict and reason."""
    reasoned = (
        RegisterImportRow.objects.filter(register_import=register_import, verdict__in=[Verdict.ASK, Verdict.REJECT])
        .values_list("verdict", "reason")
        .annotate(count=Count("pk"))
        .order_by("-count", "reason")
    )
    found = list(reasoned)
    return Preview(
        [
            VerdictCount(
                verdict,
                getattr(register_import, name),
                [(reason, reason_label(of, reason), count) for of, reason, count in found if of == verdict],
            )
            for verdict, name in COUNTED.items()
        ]
    )


def reason_label(verdict: str, reason: str) -> str:
    return Reason(reason).label if verdict == Verdict.REJECT else QuestionKind(reason).label


def import_rows(register_import: RegisterImport, verdict: str, reason: str = "") -> QuerySet[RegisterImportRow]:
    """The rows of an import with a verdict, and a reason when one is named, in the order of the file."""
    rows = RegisterImportRow.objects.filter(register_import=register_import, verdict=verdict)
    return (
        (rows.filter(reason=reason) if reason else rows)
        .select_related("practice", "patient__practice")
        .order_by("line")
    )


def known_in(rows: Iterable[RegisterImportRow], user: Any) -> set[UUID]:
    """The people on the register whom these rows are about: whom a row names, and of those the user sees who was added
    by one, or has its NHS number."""
    read = list(rows)
    about = Q(nhs_number__in=[row.nhs_number for row in read if row.nhs_number])
    about |= Q(source_hash__in=[row.source_hash for row in read if row.source_hash])
    found = Patient.objects.visible_to(user).filter(about)
    return {*found.values_list("pk", flat=True), *(row.patient_id for row in read if row.patient_id)}


LINE_HEADING, REASON_HEADING = "Line in the file", "Reason"


def rejected_rows(register_import: RegisterImport) -> tuple[list[str], list[list[str]]]:
    """The rows that were not taken, as they came, with the line they stood on and what to do about each.

    Put right, the file can be brought in as it is: the two columns are passed over, and replaced the next time.
    """
    ours = (LINE_HEADING, REASON_HEADING)
    kept = [position for position, heading in enumerate(register_import.headings) if heading not in ours]
    rows = import_rows(register_import, Verdict.REJECT).values_list("line", "words", "cells")
    body = []
    for line, words, joined in rows.iterator(chunk_size=2_000):
        cells = joined.split(BETWEEN_CELLS)
        body.append([str(line), words, *(cells[position] for position in kept)])
    return [*ours, *(register_import.headings[position] for position in kept)], body


@dataclass(frozen=True)
class Difference:
    """One particular of a person: what the register has, and what the file says."""

    label: str
    here: str
    in_file: str

    @property
    def differs(self) -> bool:
        return bool(self.in_file) and self.here != self.in_file


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


def compare(patient: Patient, row: RegisterImportRow) -> list[Difference]:
    """The person and the row side by side. An empty cell in the file says nothing, so it never differs."""

    def words(thing: Any) -> dict[str, str]:
        return {
            "NHS number": thing.nhs_number or "",
            "Family name": thing.family_name,
            "Given name": thing.given_name,
            "Date of birth": f"{thing.born_on.day} {thing.born_on:%B %Y}",
            "Sex": Sex(thing.sex).label if thing.sex else "",
            "Practice": thing.practice.name,
            "Address": ", ".join([*thing.address, *filter(None, [thing.postcode])]),
            "No fixed abode": _yes_or_no(thing.no_fixed_abode),
            "Mobile": thing.mobile,
            "E-mail": thing.email,
            "Preferred channel": Channel(thing.preferred_channel).label if thing.preferred_channel else "",
            "Safe to post": _yes_or_no(thing.safe_to_post),
            "Safe to text": _yes_or_no(thing.safe_to_text),
            "Safe to e-mail": _yes_or_no(thing.safe_to_email),
            "Language": thing.language,
            "Format": Format(thing.format).label if thing.format else "",
            "Needs": thing.needs,
        }

    here, in_file = words(patient), words(row)
    return [Difference(label, here[label], in_file[label]) for label in here]


def differing(row: RegisterImportRow) -> list[str]:
    """What a row would change of the person on the register; nothing where it no longer leads to one."""
    return [each.label for each in compare(row.patient, row) if each.differs] if row.patient else []
