"""Bringing the national practice file in: look first, then confirm or discard."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from practices import events, permissions, queries
from practices.lifecycle import LIFE, Move, Status
from practices.models import PracticeImport
from practices.national_file import COLUMNS, MOST_BYTES, MOST_ROWS, NOT_THE_FILE, PublishedPractice, parse
from ui.csv import delimiter_of, encoding_of, refuse_other_kinds

CELLS_KEPT = 40
CELL_KEPT = 200


@transaction.atomic
def preview_practice_import(*, content: bytes, filename: str, commissioner_codes: list[str], by: Any) -> PracticeImport:
    """Read the national file and say what it would do for these commissioners' practices; nothing is written to them.

    Refused, in words, when the file is not the national practice file or has no row for one of the commissioners.
    """
    _check_may_import(by)
    codes = sorted({code.strip().upper() for code in commissioner_codes if code.strip()})
    if not codes:
        raise ValidationError({"commissioner_codes": "Enter at least one commissioner code, for example 00K."})
    staged = PracticeImport(
        scheme_id=by.acting.scheme_id,
        filename=filename[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        commissioner_codes=codes,
        staged_by=by,
        staged_at=timezone.now(),
    )
    constraints.save(staged)
    count = queries.stage_rows(staged, _as_columns(_read(content)))
    _refuse_unless_of_use(staged)
    queries.judge(staged)
    audit.record(
        events.IMPORT_STAGED,
        subject=staged,
        by=by,
        data={"sha256": staged.sha256},
        filename=staged.filename,
        commissioners=staged.commissioners,
        rows=count,
    )
    return staged


@transaction.atomic
def look_again(*, practice_import: PracticeImport, by: Any) -> PracticeImport:
    """Judge the rows anew, because the practices have changed since the preview was made."""
    _check_may_import(by)
    found = _locked(practice_import)
    LIFE.after(found.status, Move.CONFIRM)
    queries.judge(found)
    audit.record(events.IMPORT_LOOKED_AT_AGAIN, subject=found, by=by, filename=found.filename)
    return found


@transaction.atomic
def confirm_practice_import(*, practice_import: PracticeImport, by: Any) -> PracticeImport:
    """Write what the preview said, and only that.

    Refused when it was decided on before, and when the practices have changed since: then the preview must be looked
    at again first.
    """
    _check_may_import(by)
    found = _locked(practice_import)
    if found.status == Status.CONFIRMED:
        raise ValidationError("This file has been imported already. Nothing more was changed.")
    status = LIFE.after(found.status, Move.CONFIRM)
    queries.hold_practices_still()
    if queries.judge(found):
        raise ValidationError(
            "The practices have changed since this preview was made, so nothing was written. "
            "Look again to see what the file would do now.",
            code="stale",
        )
    counts = queries.carry_out(found)
    _decide(found, status, by)
    audit.record(
        events.IMPORT_CONFIRMED,
        subject=found,
        by=by,
        data=dict(counts),
        filename=found.filename,
        commissioners=found.commissioners,
        added=counts["added"],
        changed=counts["changed"],
        closed=counts["closed"],
    )
    return found


@transaction.atomic
def discard_practice_import(*, practice_import: PracticeImport, by: Any) -> PracticeImport:
    """Let the file go; its rows are deleted, and that it was looked at stays on record."""
    _check_may_import(by)
    found = _locked(practice_import)
    status = LIFE.after(found.status, Move.DISCARD)
    found.rows.all().delete()
    _decide(found, status, by)
    audit.record(events.IMPORT_DISCARDED, subject=found, by=by, filename=found.filename)
    return found


def _check_may_import(by: Any) -> None:
    if not permissions.can_import_practices(by):
        raise PermissionDenied("Only somebody who runs the scheme may import practices.")


def _locked(practice_import: PracticeImport) -> PracticeImport:
    return PracticeImport.objects.select_for_update().get(pk=practice_import.pk)


def _decide(practice_import: PracticeImport, status: Any, by: Any) -> None:
    practice_import.status = status
    practice_import.decided_by = by
    practice_import.decided_at = timezone.now()
    practice_import.save(update_fields=["status", "decided_by", "decided_at"])


def _refuse_unless_of_use(staged: PracticeImport) -> None:
    first = staged.rows.exclude(rejection="").first()
    if first and not staged.rows.filter(rejection="").exists():
        raise ValidationError({"file": f"No row of the file can be used. Line {first.line:,}: {first.rejection}"})
    present = queries.commissioners_in(staged)
    absent = [code for code in staged.commissioner_codes if code not in present]
    if absent:
        some = ", ".join(present[:10])
        raise ValidationError(
            {
                "commissioner_codes": f"The file has no row for {' or '.join(absent)}. Check the code; "
                f"among those it has rows for are {some}."
            }
        )


# --- Reading the file ------------------------------------------------------------------------------------------------


def _read(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the file with the lines they end on; refuses in words what is not the national practice file."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            {"file": f"The file is larger than {MOST_BYTES // 1_000_000} MB; epraccur.csv has about 3. {NOT_THE_FILE}"}
        )
    if content.startswith(b"PK\x03\x04"):
        raise ValidationError({"file": "This is a zip file or a workbook. Unpack epraccur.csv from it and send that."})
    try:
        rows = list(_rows(content))
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from None
    if not rows:
        raise ValidationError({"file": f"The file is empty. {NOT_THE_FILE}"})
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            {"file": f"The file has more than {MOST_ROWS:,} rows; epraccur.csv has about 15,000. {NOT_THE_FILE}"}
        )
    if not any(len(row) == COLUMNS for _, row in rows):
        raise ValidationError(
            {
                "file": f"This is not the national practice file: line {rows[0][0]:,} has {len(rows[0][1])} columns, "
                f"and that file has {COLUMNS} and no headings. {NOT_THE_FILE}"
            }
        )
    return rows


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    refuse_other_kinds(content)
    text = content.decode(encoding_of(content)).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(first), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise ValidationError(
            f"Line {reader.line_num:,} cannot be read. Look there for a quotation mark that is not closed."
        ) from None


def _as_columns(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[Any, ...]]:
    """Each row as the staging table has it: what it says, or why it cannot be used and what stood there."""
    seen: dict[str, int] = {}
    for line, cells in rows:
        try:
            published = parse(cells)
            if published.ods_code in seen:
                first = seen[published.ods_code]
                raise ValidationError(
                    f"The code {published.ods_code} is on line {first:,} already; that line was used and not this one."
                )
        except ValidationError as refusal:
            yield _rejected(line, cells, " ".join(refusal.messages))
        else:
            seen[published.ods_code] = line
            yield _usable(line, published)


def _usable(line: int, published: PublishedPractice) -> tuple[Any, ...]:
    return (
        line,
        published.ods_code,
        published.published_name,
        published.name,
        list(published.address),
        published.postcode,
        published.telephone,
        published.opened_on,
        published.closed_on,
        published.status,
        published.commissioner_code,
        published.setting,
        "",
        [],
    )


def _rejected(line: int, cells: list[str], why: str) -> tuple[Any, ...]:
    kept = [cell[:CELL_KEPT] for cell in cells[:CELLS_KEPT]]
    return (line, "", "", "", [], "", "", None, None, "", "", "", why[:300], kept)
