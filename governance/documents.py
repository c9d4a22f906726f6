"""The copy of a record as it is handed over: one ZIP with a PDF to read, a JSON file for machines, and documents."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from audit.holdings import Row, Section
from governance.models import AccessBundle
from governance.queries import Copy
from ui import csv, pdf
from ui.pdf import PdfUnavailable as CannotPrint

__all__ = ["CannotPrint", "bundle_zip", "read_copy"]

README = (
    "Open “record-1.pdf” to read. “record.csv” says the same as a table for a spreadsheet, and “record.json” for a "
    "computer. “documents” holds what you were given.\n"
)
MACHINE_READABLE = "record.json"
COLUMNS = ("Part", "Entry", "What", "Words")
PART = 40_000  # characters in one PDF
EPOCH = (1980, 1, 1, 0, 0, 0)  # no time in the file, so that the same record gives the same bytes


def bundle_zip(bundle: AccessBundle, copy: Copy, documents: Iterable[tuple[str, bytes]]) -> bytes:
    """Everything in one file, to be given to the person."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("READ ME FIRST.txt", README.encode()),
            *record_pdfs(bundle, copy),
            (MACHINE_READABLE, json.dumps(asdict(copy), ensure_ascii=False, indent=1).encode()),
            ("record.csv", "".join(csv.write_csv(_table(copy), COLUMNS)).encode()),
            *documents,
        ):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def record_pdfs(bundle: AccessBundle, copy: Copy) -> Iterator[tuple[str, bytes]]:
    """The record in plain words, with a page in front that says what it is and what was left out.

    A long record comes in parts, because one document of any length could be made to eat the machine.
    """
    parts = list(_parts(copy.sections))
    for number, sections in enumerate(parts, start=1):
        title = f"Copy of your record, part {number} of {len(parts)}"
        context = {
            "bundle": bundle,
            "request": bundle.request,
            "person": bundle.request.patient,
            "copy": copy,
            "sections": sections,
            "nothing": copy.nothing,
            "first": number == 1,
            "last": number == len(parts),
        }
        yield f"record-{number}.pdf", pdf.render_pdf("governance/print/record.html", context, title=title)


def _table(copy: Copy) -> Iterator[tuple[object, ...]]:
    """Each fact of the record as a line of a table."""
    for section in copy.sections:
        for number, row in enumerate(section.rows, start=1):
            yield from ((section.title, number, label, words) for label, words in row.facts)


def read_copy(content: bytes) -> list[Section]:
    """The sections of a copy that was made, for whoever reads it through."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = json.loads(archive.read(MACHINE_READABLE))
    return [Section(each["code"], each["title"], tuple(map(_row, each["rows"]))) for each in kept["sections"]]


@dataclass(frozen=True)
class Entry:
    """One entry of a copy, and the part it stands in."""

    title: str
    row: Row


def entry(content: bytes, code: Any, key: Any) -> Entry | None:
    """The entry of a copy that was made; None where there is none, or no copy yet."""
    entries = ((each, row) for each in (read_copy(content) if content else ()) for row in each.rows)
    return next((Entry(each.title, row) for each, row in entries if (each.code, row.key) == (code, key)), None)


def _row(kept: dict[str, Any]) -> Row:
    return Row(kept["key"], tuple((label, words) for label, words in kept["facts"]), kept.get("free_text", False))


def _parts(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """The sections cut where a part is full; a long section goes on in the next part."""
    part: list[Section] = []
    room = PART
    for section in sections:
        rows: list[Row] = []
        for row in section.rows:
            size = sum(len(label) + len(words) for label, words in row.facts)
            if size > room and (rows or part):
                yield [*part, replace(section, rows=tuple(rows))] if rows else part
                part, rows, room = [], [], PART
            rows.append(row)
            room -= size
        part.append(replace(section, rows=tuple(rows)))
    yield part
