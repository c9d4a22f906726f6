"""The seals, and what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from audit.chain import Link

# Read as whoever asks, so the wall stands before the rows; the checking of a seal reads all and tells a digest only.
LINKS = """
SELECT coalesce(s.scheme_id::text, '') AS scheme, s.number, s.cluster, s.from_transaction, s.to_transaction, s.rows,
    s.previous, s.digest, now.rows AS rows_now, now.digest AS digest_now, s.sealed_at::text AS sealed_at
FROM audit_every_seal() s, LATERAL audit_check_seal(s.id) now
"""
TOLD = "SELECT coalesce(scheme_id::text, ''), number, digest, rows, sealed_at FROM audit_every_seal()"
# The seals between the first and the last that hold something of those days; those in between keep the chain whole.
HEADS = """
WITH spans AS (
    SELECT cluster, min(transaction) AS first, max(transaction) AS last FROM (
        SELECT cluster, transaction FROM audit_event WHERE scheme_id = %(scheme)s AND at >= %(first)s AND at < %(past)s
        UNION ALL SELECT cluster, transaction FROM audit_recordview
            WHERE scheme_id = %(scheme)s AND at >= %(first)s AND at < %(past)s
        UNION ALL SELECT cluster, transaction FROM audit_rowchange
            WHERE scheme_id = %(scheme)s AND at >= %(first)s AND at < %(past)s) rows
    GROUP BY cluster),
held AS (
    SELECT min(s.number) AS first, max(s.number) AS last FROM audit_seal s JOIN spans USING (cluster)
    WHERE s.scheme_id = %(scheme)s AND s.to_transaction > spans.first AND s.from_transaction <= spans.last)
SELECT s.id, audit_header(s), s.digest, s.rows FROM audit_seal s, held
WHERE s.scheme_id = %(scheme)s AND s.number BETWEEN held.first AND held.last ORDER BY s.number
"""


def _rows(sql: str, given: dict[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        yield from cursor.fetchall()


def links() -> list[Link]:
    """Every seal of every scheme, with what its rows give when they are counted and digested again."""
    return [Link(*row) for row in _rows(LINKS)]


def forgotten_without_reason() -> list[str]:
    """A sentence for each scheme in whose trail something was emptied as an erasure does, and nobody was erased."""
    return [
        f"Scheme {scheme or 'of nobody'}: {rows} row changes were emptied, and no erasure stands in the trail for it."
        for scheme, rows in _rows("SELECT scheme, rows FROM audit_forgotten_without_reason()")
    ]


@dataclass(frozen=True)
class SealLine:
    """One seal as it is told outside the database."""

    scheme: str
    number: int
    digest: str
    rows: int
    sealed_at: Any


def seal_lines() -> list[SealLine]:
    """Every seal of every scheme; nobody is named in one."""
    return [SealLine(*row) for row in _rows(TOLD)]


@dataclass(frozen=True)
class SealedPart:
    """One seal of an export: its header as it was digested, and its rows in their order."""

    header: str
    digest: str
    rows: int
    lines: list[tuple[int, str, str, str]]  # number, table, what may be shown, the rest


def sealed_parts(scheme_id: UUID, first: datetime, past: datetime) -> Iterator[SealedPart]:
    """The sealed trail of one scheme, from a moment until before another, as far as the wall lets it be read."""
    given = {"scheme": scheme_id, "first": first, "past": past}
    for seal, header, digest, rows in list(_rows(HEADS, given)):
        lines = list(_rows("SELECT number, source, open, closed FROM audit_sealed_rows(%(seal)s)", {"seal": seal}))
        yield SealedPart(header, digest, rows, lines)
