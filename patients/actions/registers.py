"""Bringing a register in: first it is checked and staged, then somebody confirms it, whole or not at all."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit import actions as audit
from audit import wall
from patients import events, permissions, register_row
from patients.lifecycle import LIFE, ImportMove
from patients.models import Patient, RegisterImport
from patients.models.rights import number_hash
from patients.queries import merging, staging
from patients.queries.registers import BETWEEN_CELLS, COUNTED
from patients.register_columns import Layout, layout
from practices.models import Practice
from schemes import queries as schemes
from ui.csv import Table, read_csv

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('patients.register ' || app_scheme()::text, 0))"
MOST_ROWS = 2_000_000
LARGE_REGISTER = 120  # seconds that one statement over a whole register may take
LINES_A_PIECE = 5_000
WHOLE_REGISTER = "a row may be somebody registered elsewhere; whoever that is becomes a question for the scheme"
STALE = (
    "The register has changed since this file was checked. Set this one aside and upload the file again, to see what it"
    " would do now. Nothing was brought in."
)


@transaction.atomic
def stage_register(*, content: bytes, filename: str, by: Any) -> RegisterImport:
    """Check a register row by row and say what bringing it in would do. Changes nobody's record.

    Somebody from a practice may bring in that practice's people only. Refused, with nothing kept, when the file cannot
    be read to its end; a bad row is no refusal, it is kept with its reason.
    """
    if not permissions.can_import_somewhere(by):
        raise PermissionDenied("You may not bring a register in.")
    own = by.acting.organisation_id
    table = read_csv(content, max_bytes=settings.IMPORT_MAX_BYTES, max_rows=MOST_ROWS)
    columns = layout(table.headers)
    today = timezone.localdate()
    places, erased = _places(own, today), _erased()
    wall.patience(LARGE_REGISTER)
    with connection.cursor() as cursor:
        cursor.execute(staging.CREATE)
        with cursor.copy(staging.COPY) as copy:
            for piece in _checked_lines(table, columns, places, today, erased):
                copy.write(piece)
    register_import = RegisterImport.objects.create(
        scheme_id=by.acting.scheme_id,
        filename=filename[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        headings=table.headers,
        ignored_headings=columns.ignored,
        organisation_id=own,
        uploaded_by=by,
    )
    _judge(register_import)
    audit.record(
        events.REGISTER_STAGED,
        subject=register_import,
        by=by,
        data=_counts(register_import),
        filename=register_import.filename,
        rows=register_import.rows_read,
    )
    return register_import


def _places(own: UUID | None, today: date) -> register_row.Places:
    """The practices there are, and which of them take part today."""
    codes = dict(Practice.objects.exclude(ods_code=None).values_list("pk", "ods_code"))
    return register_row.Places(
        taking_part=frozenset(
            codes[pk] for pk in schemes.practices_taking_part(today).values_list("pk", flat=True) if pk in codes
        ),
        known=frozenset(codes.values()),
        own=None if own is None else codes.get(own, ""),
    )


def _erased() -> dict[str, str]:
    """Of whoever was erased: what is kept of their NHS number, and the reference of what is left of the record."""
    with wall.widened(WHOLE_REGISTER):
        return {
            kept: str(key) for key, kept in Patient.objects.exclude(erased_number="").values_list("pk", "erased_number")
        }


def _checked_lines(
    table: Table, columns: Layout, places: register_row.Places, today: date, erased: Mapping[str, str]
) -> Iterator[str]:
    """The file's rows, checked, as text for COPY, some thousands at a time, so that a large file needs little room."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    nothing = [""] * (len(register_row.RegisterRow._fields) + 1)
    reader = register_row.Reader(columns, today)
    for count, (line, cells) in enumerate(table.numbered_rows(), 1):
        row = reader.read(cells)
        if not isinstance(row, list):
            misplaced = register_row.misplaced(row.practice_code, places)
            reference = erased.get(number_hash(row.nhs_number)) if erased and not misplaced else None
            row = [misplaced] if misplaced else [register_row.erased(reference)] if reference else row
        as_it_came = "" if _speaks_of_erased(row) else BETWEEN_CELLS.join(cells)
        if isinstance(row, list):
            words = " ".join(rejection.words for rejection in row)
            writer.writerow([line, row[0].reason.value, words, as_it_came, *nothing])
        else:
            writer.writerow([line, "", "", as_it_came, *row, row.source_hash])
        if count % LINES_A_PIECE == 0:
            yield _taken(piece)
    yield _taken(piece)


def _speaks_of_erased(row: Any) -> bool:
    """Such a row is not kept as it came: it would bring back what was erased."""
    return isinstance(row, list) and row[0].reason == register_row.Reason.ERASED


def _taken(piece: io.StringIO) -> str:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text


def _judge(register_import: RegisterImport) -> None:
    """Give every staged row its verdict, and the import its counts."""
    facts: dict[str, Any] = {
        "import": register_import.pk,
        "twice": staging.TWICE_WORDS,
        "repeated": staging.REPEATED_WORDS,
        "decided": staging.DECIDED_WORDS,
        "kept": staging.KEPT_WORDS,
    }
    with wall.widened(WHOLE_REGISTER), connection.cursor() as cursor:
        cursor.execute(merging.WIDE)
        cursor.execute(staging.JUDGE, {"restricted": _restricted()})
        cursor.execute(staging.KEEP, facts)
        cursor.execute(staging.KEEP_UNCHANGED, facts)
        cursor.execute(merging.NARROW)
        cursor.execute(staging.DROP)
        cursor.execute(staging.COUNTS, [register_import.pk])
        found = dict(cursor.fetchall())
    if not found:
        raise ValidationError(
            "The file has headings but no rows. Choose a file with at least one person.", code="empty"
        )
    for verdict, name in COUNTED.items():
        setattr(register_import, name, found.get(verdict.value, 0))
    register_import.save(update_fields=list(COUNTED.values()))


def _restricted() -> list[UUID]:
    """The people who are not on the register as far as a file can tell."""
    return list(Patient.objects.restricted().values_list("pk", flat=True))


def _counts(register_import: RegisterImport) -> dict[str, int]:
    return {name: getattr(register_import, name) for name in COUNTED.values()}


@transaction.atomic
def confirm_register_import(*, register_import: RegisterImport, by: Any) -> RegisterImport:
    """Bring the staged rows in: add, update and ask, all of them or none.

    Refused when anybody on the register changed since the file was checked, so that what is done is what was shown.
    """
    register_import = _locked(register_import, by)
    register_import.status = LIFE.after(register_import.status, ImportMove.CONFIRM)
    facts: dict[str, Any] = {"import": register_import.pk, "now": timezone.now(), "row": None, "patient": None}
    wall.patience(LARGE_REGISTER)
    with wall.widened(WHOLE_REGISTER), connection.cursor() as cursor:
        facts["restricted"] = _restricted()
        cursor.execute(merging.WIDE)
        cursor.execute(merging.STALE_ADDITIONS, facts)
        (stale,) = cursor.fetchone()
        if stale:
            raise ValidationError(STALE, code="stale")
        facts["passed_over"] = _bring_in_restricted(register_import, facts, by)
        cursor.execute(merging.ADD, facts)
        cursor.execute(merging.TAKE, facts)
        if cursor.rowcount != register_import.to_update:
            raise ValidationError(STALE, code="stale")
        cursor.execute(merging.RENEW, facts)
        cursor.execute(merging.ASK, facts)
        cursor.execute(merging.NARROW)
    _decide(register_import, by)
    audit.record(
        events.REGISTER_CONFIRMED,
        subject=register_import,
        by=by,
        data=_counts(register_import),
        filename=register_import.filename,
        added=register_import.to_add,
        updated=register_import.to_update,
        asked=register_import.to_ask,
        rejected=register_import.rejected,
    )
    return register_import


def _bring_in_restricted(register_import: RegisterImport, facts: dict[str, Any], by: Any) -> list[int]:
    """Bring in what the file says of restricted records, and return their rows, which add nobody.

    They are few. What would be a question is asked of whoever answers for access, and `by` is told nothing of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(merging.OF_RESTRICTED, facts)
        found = cursor.fetchall()
        for row, patient, question, unlike, undecided in found:
            one = {**facts, "row": row, "patient": patient, "kind": question}
            if undecided and (question or unlike):
                cursor.execute(merging.ASK_OF_RESTRICTED if question else merging.TAKE, one)
            audit.record(events.RESTRICTED_IN_REGISTER, subject=register_import, by=by, patient_id=patient)
    return [row for row, *_ in found]


@transaction.atomic
def discard_register_import(*, register_import: RegisterImport, by: Any) -> RegisterImport:
    """Set a staged file aside: nobody's record changes, and what its rows said is removed."""
    register_import = _locked(register_import, by)
    register_import.status = LIFE.after(register_import.status, ImportMove.DISCARD)
    register_import.rows.all().delete()
    _decide(register_import, by)
    audit.record(events.REGISTER_DISCARDED, subject=register_import, by=by, filename=register_import.filename)
    return register_import


def _locked(register_import: RegisterImport, by: Any) -> RegisterImport:
    """The import, held by nobody else; one register at a time is brought into a scheme."""
    if not permissions.can_import_register(by, register_import.organisation_id):
        raise PermissionDenied("This register is not yours to bring in or set aside.")
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    return RegisterImport.objects.select_for_update().get(pk=register_import.pk)


def _decide(register_import: RegisterImport, by: Any) -> None:
    register_import.decided_by = by
    register_import.decided_at = timezone.now()
    register_import.save(update_fields=["status", "decided_by", "decided_at"])
