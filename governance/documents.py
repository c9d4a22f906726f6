"""The copy of a record as it is handed over: one ZIP with a PDF to read, a JSON file for machines, and documents."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from audit.holdings import Row, Section
from governance.models import AccessBundle
from governance.queries import Copy
from ui import pdf
from ui.pdf import PdfUnavailable as CannotPrint

__all__ = ["CannotPrint", "bundle_zip", "read_copy"]

README = (
    "Open “record-1.pdf” to read. “record.json” says the same for a computer. “documents” holds what you were given.\n"
)
MACHINE_READABLE = "record.json"
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
            "first": number == 1,
        }
        yield f"record-{number}.pdf", pdf.render_pdf("governance/print/record.html", context, title=title)


def read_copy(content: bytes) -> list[Section]:
    """The sections of a copy that was made, for whoever reads it through."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = json.loads(archive.read(MACHINE_READABLE))
    return [Section(each["code"], each["title"], tuple(map(_row, each["rows"]))) for each in kept["sections"]]


def _row(kept: dict[str, Any]) -> Row:
    return Row(kept["key"], tuple((label, words) for label, words in kept["facts"]))


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
