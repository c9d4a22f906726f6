"""The one place that makes PDFs: tagged, in our own font, laid out by a process that can reach nothing (`ui.press`).

Many letters of one kind are laid out once and filled in: what differs between them stands in places (`place`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.press import layout, process
from ui.press.layout import Letter, PrintFile

__all__ = ["CannotPrint", "PdfUnavailable", "PrintFile", "is_available", "place", "render_pdf", "render_pdfs"]

VARIANTS = frozenset({"standard", "large", "easy"})


class PdfUnavailable(Exception):
    """WeasyPrint's libraries are missing from this machine; the sentence is for the reader."""

    def __init__(self) -> None:
        super().__init__("PDFs cannot be made on this server at the moment. Everything else works.")


class CannotPrint(ValidationError):
    """This document cannot be printed, and why, in words: too long, or too much for the time and memory there is."""


def is_available() -> bool:
    try:
        layout.weasyprint()
    except layout.LibrariesMissing:
        return False
    return True


def render_pdf(
    template: str, context: Mapping[str, Any], *, title: str, language: str = "en-GB", variant: str = "standard"
) -> bytes:
    """One document as a tagged PDF.

    Refuses, with CannotPrint in words, a field over 5,000 characters, a document over 60,000, and what takes more than
    20 seconds or a GiB. Raises PdfUnavailable when the machine cannot make PDFs.
    """
    return render_pdfs(template, [context], title=title, language=language, variant=variant).content


def place(number: int) -> SafeString:
    """Where a letter's own words go, of which nothing else depends: at the end of a line."""
    return format_html('<span {}="{}"></span>', layout.PLACE, number)


def render_pdfs(
    template: str,
    contexts: Sequence[Mapping[str, Any]],
    letters: Sequence[Letter] | None = None,
    *,
    title: str,
    language: str = "en-GB",
    variant: str = "standard",
) -> PrintFile:
    """One print file of these letters; page numbers start again with each.

    Each letter is the number of its context and the words for the places in what that renders; without letters, every
    context is one. Letters of one context are laid out once for all. Refusals are those of render_pdf, and an empty
    print file is refused too.
    """
    if variant not in VARIANTS:
        raise ValueError(f"No such variant: {variant}")
    markups = [
        render_to_string(template, {**context, "pdf_title": title, "language": language, "variant": variant})
        for context in contexts
    ]
    if not markups:
        raise ValidationError("There is nothing to print.")
    try:
        return process.print_file(markups, letters)
    except layout.LibrariesMissing:
        raise PdfUnavailable from None
    except layout.Unprintable as refusal:
        raise CannotPrint(refusal.sentence, code=refusal.code) from None
