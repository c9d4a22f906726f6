"""The one place that makes PDFs: tagged, in our own font, with no network and no files but our static ones.

WeasyPrint is imported when first needed, because importing it loads Pango, which a machine may lack. A hook for a
faster, compiled letter belongs in `render_pdfs`, behind the same signature.
"""

import atexit
import io
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.template.loader import render_to_string

from ui import words

LONGEST_FIELD = 5_000
LONGEST_DOCUMENT = 60_000
LARGEST_STATIC = 1_000_000
LARGEST_DATA = 64_000
IMAGES_KEPT = 200
VARIANTS = frozenset({"standard", "large", "easy"})
STATIC = "https://static.invalid/"
STYLESHEET = "css/print.css"
SERVED = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}

# Pango's and WeasyPrint's shared state is one per process and knows no threads.
_one_at_a_time = threading.Lock()


class PdfUnavailable(Exception):
    """WeasyPrint's libraries are missing from this machine; the sentence is for the reader."""

    def __init__(self) -> None:
        super().__init__("PDFs cannot be made on this server at the moment. Everything else works.")


class Refused(ValueError):
    """An address that a PDF may not fetch."""


@dataclass(frozen=True)
class PrintFile:
    """Many letters in one file, and how many pages each of them has, in order."""

    content: bytes
    page_counts: list[int]


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """WeasyPrint, or PdfUnavailable when Pango or one of its companions cannot be loaded."""
    try:
        with warnings.catch_warnings():
            # It warns of a library it will need one day.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except (ImportError, OSError):
        raise PdfUnavailable from None
    return weasyprint


def is_available() -> bool:
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def static_file(url: str) -> tuple[bytes, str]:
    """The content and type of one of our own static files, by name; everything else is refused."""
    name = url.removeprefix(STATIC)
    kind = SERVED.get(Path(name).suffix)
    if name == url or kind is None:
        raise Refused(f"A PDF may not fetch {url[:80]}")
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        found = None
    if not found or Path(found).stat().st_size > LARGEST_STATIC:
        raise Refused(f"There is no static file {name[:80]}")
    return Path(found).read_bytes(), kind


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """A URL fetcher that knows static files by name and small pictures within the page, and no other address."""
    _weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/") and len(url) <= LARGEST_DATA:
                return super().fetch(url, headers)
            content, kind = static_file(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return StaticOnly(allowed_protocols=("data",), allow_redirects=False)


@dataclass(frozen=True)
class _Shared:
    fonts: Any
    css: Any
    images: dict[str, Any]


@lru_cache(maxsize=1)
def _shared() -> _Shared:
    """Fonts, style sheet and pictures, read once in a process."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    url = STATIC + STYLESHEET
    css = weasyprint.CSS(string=static_file(url)[0].decode(), base_url=url, url_fetcher=_fetcher(), font_config=fonts)
    return _Shared(fonts, css, {})


# Given back while the libraries they belong to are still there.
atexit.register(_shared.cache_clear)


def render_pdf(
    template: str, context: Mapping[str, Any], *, title: str, language: str = "en-GB", variant: str = "standard"
) -> bytes:
    """One document as a tagged PDF.

    Refuses, with a ValidationError in words, a field over 5,000 characters and a document over 60,000. Raises
    PdfUnavailable when the machine cannot make PDFs.
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
    _weasyprint()
    with _one_at_a_time:
        documents = [
            _laid_out(
                render_to_string(template, {**context, "pdf_title": title, "language": language, "variant": variant})
            )
            for context in contexts
        ]
        if not documents:
            raise ValidationError("There is nothing to print.")
        page_counts = [len(document.pages) for document in documents]
        target = io.BytesIO()
        _joined(documents).write_pdf(target, pdf_variant="pdf/ua-1")
    return PrintFile(target.getvalue(), page_counts)


def _joined(documents: list[Any]) -> Any:
    if len(documents) == 1:
        return documents[0]
    whole = documents[0].copy([page for document in documents for page in document.pages])
    whole._html = documents[0]._html
    return whole


def _laid_out(markup: str) -> Any:
    """The pages of one document; long tokens are made breakable wherever they stand."""
    shared = _shared()
    if len(shared.images) > IMAGES_KEPT:
        shared.images.clear()
    html = _weasyprint().HTML(string=markup, base_url=STATIC, url_fetcher=_fetcher())
    prepare(html.etree_element)
    return html.render(font_config=shared.fonts, stylesheets=[shared.css], cache=shared.images, pdf_variant="pdf/ua-1")


def prepare(root: Any) -> None:
    """Refuse text that would take too long to lay out, and let the rest break; the tree is changed in place."""
    total = 0
    for element, name in list(_texts(root)):
        text = getattr(element, name)
        total += len(text.strip())
        if len(text) > LONGEST_FIELD:
            raise ValidationError(
                f"One entry has {len(text):,} characters, and at most {LONGEST_FIELD:,} can be printed. Shorten it: "
                f"“{text.strip()[:40]}…”",
                code="field_too_long",
            )
        if total > LONGEST_DOCUMENT:
            raise ValidationError(
                f"The document is too long to print in one piece: more than {LONGEST_DOCUMENT:,} characters. "
                "Print less at once.",
                code="document_too_long",
            )
        setattr(element, name, words.breakable(text))


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    for element in root.iter():
        if element.text and element.tag not in ("style", "script"):
            yield element, "text"
        if element.tail:
            yield element, "tail"
