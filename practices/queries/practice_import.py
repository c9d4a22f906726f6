"""Staging, judging and carrying out an import of practices: each one statement, whatever the size of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from practices.models import OdsStatus, Practice, PracticeImport, PracticeImportRow
from practices.national_file import Difference, Reason, Verdict
from ui import words

COLUMNS = (
    "line",
    "ods_code",
    "published_name",
    "name",
    "address",
    "postcode",
    "telephone",
    "opened_on",
    "closed_on",
    "status",
    "commissioner_code",
    "setting",
    "rejection",
    "cells",
)

# COPY may not write behind row-level security, so the file goes through a table of this session's own.
STAND_BY = """
CREATE TEMPORARY TABLE practice_file (
    line integer, ods_code text, published_name text, name text, address text[], postcode text, telephone text,
    opened_on date, closed_on date, status text, commissioner_code text, setting text, rejection text, cells text[]
) ON COMMIT DROP
"""

STAGE = """
INSERT INTO practices_practiceimportrow
    (id, scheme_id, practice_import_id, line, ods_code, published_name, name, address, postcode, telephone, opened_on,
     closed_on, status, commissioner_code, setting, rejection, cells, verdict, reason, differences)
SELECT gen_random_uuid(), %(scheme)s, %(import)s, line, ods_code, published_name, name, address, postcode, telephone,
       opened_on, closed_on, status, commissioner_code, setting, rejection, cells,
       CASE rejection WHEN '' THEN 'left_alone' ELSE 'rejected' END,
       CASE rejection WHEN '' THEN 'other_commissioner' ELSE 'unreadable' END,
       '{}'
FROM practice_file
"""

# The same as national_file.verdict, for every row at once. Rows whose verdict has not changed are not written.
JUDGE = """
WITH facts AS (
    SELECT r.id, r.status, r.setting, o.id IS NOT NULL AS held, o.kind = 'practice' AS is_practice,
           o.status AS held_status,
           r.commissioner_code = ANY(i.commissioner_codes)
               OR COALESCE(o.commissioner_code = ANY(i.commissioner_codes), false) AS ours,
           array_remove(ARRAY[
               CASE WHEN r.published_name <> o.published_name THEN 'name' END,
               CASE WHEN r.address::text[] <> o.address::text[] OR r.postcode <> o.postcode THEN 'address' END,
               CASE WHEN r.telephone <> o.telephone THEN 'telephone' END,
               CASE WHEN r.commissioner_code <> o.commissioner_code THEN 'commissioner' END,
               CASE WHEN r.opened_on IS DISTINCT FROM o.opened_on THEN 'opened' END,
               CASE WHEN r.status <> o.status THEN 'status' END
           ], NULL) AS differences
    FROM practices_practiceimportrow r
    JOIN practices_practiceimport i ON i.id = r.practice_import_id
    LEFT JOIN practices_organisation o ON o.ods_code = r.ods_code
    WHERE r.practice_import_id = %(import)s AND r.rejection = ''
), reasoned AS (
    SELECT id, differences, CASE
        WHEN NOT ours THEN 'other_commissioner'
        WHEN NOT held AND setting <> '4' THEN 'not_gp_practice'
        WHEN NOT held AND status = 'C' THEN 'closed_not_held'
        WHEN NOT held AND status = 'D' THEN 'dormant_not_held'
        WHEN NOT held AND status = 'P' THEN 'not_open_yet'
        WHEN NOT held THEN 'new'
        WHEN NOT is_practice THEN 'held_as_other'
        WHEN status = 'P' THEN 'not_open_yet'
        WHEN status IN ('C', 'D') AND held_status = status THEN 'still_closed'
        WHEN status = 'C' THEN 'now_closed'
        WHEN status = 'D' THEN 'now_dormant'
        WHEN setting <> '4' THEN 'not_gp_practice'
        WHEN differences = '{}' THEN 'same'
        WHEN 'status' = ANY(differences) THEN 'reopened'
        ELSE 'different'
    END AS reason
    FROM facts
), judged AS (
    SELECT id, reason, CASE
        WHEN reason = 'new' THEN 'added'
        WHEN reason IN ('different', 'reopened') THEN 'changed'
        WHEN reason IN ('now_closed', 'now_dormant') THEN 'closed'
        ELSE 'left_alone'
    END AS verdict, CASE WHEN reason IN ('different', 'reopened') THEN differences ELSE '{}' END AS differences
    FROM reasoned
)
UPDATE practices_practiceimportrow r
SET verdict = j.verdict, reason = j.reason, differences = j.differences
FROM judged j
WHERE r.id = j.id
  AND (r.verdict <> j.verdict OR r.reason <> j.reason OR r.differences::text[] <> j.differences)
"""

# Nobody else may write practices between the last look and the writing; reading goes on.
HOLD_STILL = "LOCK TABLE practices_organisation IN SHARE ROW EXCLUSIVE MODE"

ADD = """
INSERT INTO practices_organisation
    (id, kind, ods_code, name, published_name, address, postcode, telephone, status, opened_on, closed_on,
     commissioner_code)
SELECT gen_random_uuid(), 'practice', ods_code, name, published_name, address, postcode, telephone, status, opened_on,
       closed_on, commissioner_code
FROM practices_practiceimportrow WHERE practice_import_id = %(import)s AND verdict = 'added'
"""

# A name that was put right here stays as long as the printed one does.
CHANGE = """
UPDATE practices_organisation o
SET name = CASE WHEN o.published_name = r.published_name THEN o.name ELSE r.name END,
    published_name = r.published_name, address = r.address, postcode = r.postcode, telephone = r.telephone,
    status = r.status, opened_on = r.opened_on, closed_on = r.closed_on, commissioner_code = r.commissioner_code
FROM practices_practiceimportrow r
WHERE r.practice_import_id = %(import)s AND r.verdict = 'changed' AND o.ods_code = r.ods_code
"""

CLOSE = """
UPDATE practices_organisation o SET status = r.status, closed_on = r.closed_on
FROM practices_practiceimportrow r
WHERE r.practice_import_id = %(import)s AND r.verdict = 'closed' AND o.ods_code = r.ods_code
"""


def stage_rows(practice_import: PracticeImport, rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows of a file beneath its import, unjudged; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(STAND_BY)
        with cursor.copy(f"COPY practice_file ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(STAGE, {"scheme": practice_import.scheme_id, "import": practice_import.pk})
        staged = cursor.rowcount
        cursor.execute("DROP TABLE practice_file")
    return staged


def judge(practice_import: PracticeImport) -> int:
    """Give every row its verdict against what we hold now; returns how many verdicts are new."""
    return _run(JUDGE, practice_import)


def hold_practices_still() -> None:
    """Let nobody else write a practice until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_STILL)


def carry_out(practice_import: PracticeImport) -> dict[str, int]:
    """Write what the verdicts say; returns how many were added, changed and closed."""
    return {
        "added": _run(ADD, practice_import),
        "changed": _run(CHANGE, practice_import),
        "closed": _run(CLOSE, practice_import),
    }


def _run(sql: str, practice_import: PracticeImport) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"import": practice_import.pk})
        done: int = cursor.rowcount
    return done


def commissioners_in(practice_import: PracticeImport) -> list[str]:
    """The commissioners that the file has rows for, those with most rows first."""
    rows = practice_import.rows.exclude(commissioner_code="").values("commissioner_code")
    counted = rows.annotate(found=Count("id")).order_by("-found", "commissioner_code")
    return [row["commissioner_code"] for row in counted]


@dataclass(frozen=True)
class VerdictCount:
    """How many rows have one verdict, and how many of those each reason."""

    verdict: Verdict
    count: int
    reasons: list[tuple[Reason, int]]


@dataclass(frozen=True)
class Preview:
    """What an import would do, as counts that add up to the rows of the file."""

    verdicts: list[VerdictCount]
    rows: int
    not_in_file: int

    def count(self, verdict: Verdict) -> int:
        return next(found.count for found in self.verdicts if found.verdict == verdict)

    @property
    def writes(self) -> int:
        """How many practices a confirmation would touch."""
        return sum(self.count(verdict) for verdict in (Verdict.ADDED, Verdict.CHANGED, Verdict.CLOSED))

    @property
    def rejected(self) -> int:
        return self.count(Verdict.REJECTED)


def preview(practice_import: PracticeImport) -> Preview:
    """The counts by verdict and reason, and the practices that the file does not mention."""
    counted = practice_import.rows.order_by().values_list("verdict", "reason").annotate(found=Count("id"))
    found = sorted(counted, key=lambda row: -row[2])
    verdicts = []
    for verdict in Verdict:
        reasons = [(Reason(reason), count) for given, reason, count in found if given == verdict]
        verdicts.append(VerdictCount(verdict, sum(count for _, count in reasons), reasons))
    rows = sum(row[2] for row in found)
    return Preview(verdicts, rows, not_in_file(practice_import).count() if rows else 0)


def not_in_file(practice_import: PracticeImport) -> QuerySet[Practice]:
    """Open practices of these commissioners that the file says nothing of: left alone, and worth a question."""
    mentioned = practice_import.rows.filter(rejection="").values("ods_code")
    ours = Practice.objects.filter(status=OdsStatus.ACTIVE, commissioner_code__in=practice_import.commissioner_codes)
    return ours.exclude(ods_code__in=mentioned).exclude(ods_code=None)


def rows_with(practice_import: PracticeImport, verdict: str, reason: str = "") -> QuerySet[PracticeImportRow]:
    """The rows behind one count of the preview."""
    rows = practice_import.rows.filter(verdict=verdict)
    return rows.filter(reason=reason) if reason else rows


def held_by_code(codes: Iterable[str]) -> dict[str, Practice]:
    """What we hold under these codes, for showing beside what the file says."""
    return {practice.ods_code: practice for practice in Practice.objects.filter(ods_code__in=list(codes))}


@dataclass(frozen=True)
class Change:
    """One detail as we hold it and as the file has it."""

    label: str
    held: str
    published: str


@dataclass(frozen=True)
class ImportLine:
    """One row of the file beside what it would change."""

    row: PracticeImportRow
    changes: list[Change]


def import_lines(rows: Sequence[PracticeImportRow]) -> list[ImportLine]:
    """The rows with what each would change about what we hold now; one statement for all of them."""
    held = held_by_code(row.ods_code for row in rows if row.differences)
    return [ImportLine(row, _changes(row, held.get(row.ods_code))) for row in rows]


def _changes(row: PracticeImportRow, held: Practice | None) -> list[Change]:
    if held is None:
        return []
    both = {
        Difference.NAME: (held.published_name or held.name, row.published_name),
        Difference.ADDRESS: (", ".join([*held.address, held.postcode]), ", ".join([*row.address, row.postcode])),
        Difference.TELEPHONE: (held.telephone, row.telephone),
        Difference.COMMISSIONER: (held.commissioner_code, row.commissioner_code),
        Difference.OPENED: (_day(held.opened_on), _day(row.opened_on)),
        Difference.STATUS: (OdsStatus(held.status).label, OdsStatus(row.status).label),
    }
    return [Change(Difference(found).label.capitalize(), *both[Difference(found)]) for found in row.differences]


def _day(value: date | None) -> str:
    return words.day(value) if value else "none"
