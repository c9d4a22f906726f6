"""The one place that makes PDFs: tagged, in our own font, laid out by a process that can reach nothing (`ui.press`).

A hook for a faster, compiled letter belongs in `render_pdfs`, behind the same signature.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from ui.press import layout, process
from ui.press.layout import PrintFile

__all__ = ["CannotPrint", "PdfUnavailable", "PrintFile", "is_available", "render_pdf", "render_pdfs"]

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


def render_pdfs(
    template: str,
    contexts: Iterable[Mapping[str, Any]],
    *,
    title: str,
    language: str = "en-GB",
    variant: str = "standard",
) -> PrintFile:
    """One document for each context, joined into one print file; page numbers start again with each.

    Refusals are those of render_pdf, and an empty print file is refused too.
    """
    if variant not in VARIANTS:
        raise ValueError(f"No such variant: {variant}")
    pages = [
        render_to_string(template, {**context, "pdf_title": title, "language": language, "variant": variant})
        for context in contexts
    ]
    if not pages:
        raise ValidationError("There is nothing to print.")
    try:
        return process.print_file(pages)
    except layout.LibrariesMissing:
        raise PdfUnavailable from None
    except layout.Unprintable as refusal:
        raise CannotPrint(refusal.sentence, code=refusal.code) from None
