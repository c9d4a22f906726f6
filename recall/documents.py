"""On paper: the print file of many letters, and how well a campaign went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.html import format_html

from recall import codes, window
from recall.models import InvitationAttempt
from ui import pdf

TEMPLATE = "recall/print/letter.html"
VARIANTS = {"standard": "standard", "large_print": "large", "easy_read": "easy"}
Line = tuple[str, bool]  # what every letter says, and whether the person's own words end the line


@dataclass(frozen=True)
class Sheet:
    """What letters have in common that differ in a name, an address and a code."""

    practice: Any
    format: str
    subject: str
    address_lines: int
    address_size: str
    paragraphs: tuple[tuple[Line, ...], ...]


def letters(attempts: Sequence[InvitationAttempt], today: Any) -> pdf.PrintFile:
    """One print file of these letters, in this order, each as its own attempt words it and in its own format."""
    sheets: dict[Sheet, int] = {}
    filled = []
    for attempt in attempts:
        sheet, own = _apart(attempt)
        filled.append((sheets.setdefault(sheet, len(sheets)), own))
    return pdf.render_pdfs(TEMPLATE, [_context(sheet, today) for sheet in sheets], filled, title="Letters")


def _apart(attempt: InvitationAttempt) -> tuple[Sheet, list[str]]:
    """What the letter has in common with others, and the person's own words in the order in which they stand."""
    address = attempt.recipient.split("\n")
    endings = [own for own in (address[0], codes.code_of(attempt.pk)) if own]
    own = list(address)
    paragraphs = []
    for paragraph in attempt.body.split("\n\n"):
        lines = []
        for line in paragraph.split("\n"):
            ending = next((each for each in endings if line.endswith(each)), "")
            own += [ending] if ending else []
            lines.append((line.removesuffix(ending), bool(ending)))
        paragraphs.append(tuple(lines))
    size = window.size_for(address)
    sheet = Sheet(attempt.invitation.practice, attempt.format, attempt.subject, len(address), size, tuple(paragraphs))
    return sheet, own


def _context(sheet: Sheet, today: Any) -> dict[str, Any]:
    places = count()
    return {
        "subject": sheet.subject,
        "letter_variant": VARIANTS[sheet.format],
        "address": [pdf.place(next(places)) for _ in range(sheet.address_lines)],
        "address_size": sheet.address_size,
        "practice": sheet.practice,
        "practice_address": [*sheet.practice.address, sheet.practice.postcode],
        "paragraphs": [list(_lines(lines, places)) for lines in sheet.paragraphs],
        "today": today,
    }


def _lines(lines: tuple[Line, ...], places: Iterator[int]) -> Iterator[str]:
    for said, ends_in_place in lines:
        yield format_html("{}{}", said, pdf.place(next(places))) if ends_in_place else said


def quality(context: dict[str, Any]) -> bytes:
    """How well a campaign went, as a PDF."""
    title = f"How {context['campaign'].name} went"
    return pdf.render_pdf("recall/print/quality.html", context, title=title)
