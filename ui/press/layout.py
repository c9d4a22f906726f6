"""How a page becomes a PDF: tagged, in our own font, from no file but our static ones. Knows nothing of Django's site.

WeasyPrint is imported when first needed, because importing it loads Pango, which a machine may lack.
"""

import atexit
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ui import words

LONGEST_FIELD = 5_000
LONGEST_DOCUMENT = 60_000
LARGEST_STATIC = 1_000_000
LARGEST_DATA = 64_000
IMAGES_KEPT = 200
VARIANT = "pdf/ua-1"
PLACE = "data-place"
STATIC = "https://static.invalid/"
STATIC_FOLDER = Path(__file__).resolve().parent.parent.parent / "static"
STYLESHEET = "css/print.css"
SERVED = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


class Unprintable(Exception):
    """What is to be printed cannot be; the sentence is for the reader, the code for whoever counts."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.sentence, self.code = sentence, code


class LibrariesMissing(Exception):
    """Pango or one of its companions cannot be loaded on this machine."""


class Refused(ValueError):
    """An address that a PDF may not fetch."""


Letter = tuple[int, Sequence[str]]  # which markup, and the words for its places


@dataclass(frozen=True)
class PrintFile:
    """Many letters in one file, and how many pages each of them has, in order."""

    content: bytes
    page_counts: list[int]


@lru_cache(maxsize=1)
def weasyprint() -> Any:
    """WeasyPrint, or LibrariesMissing when Pango or one of its companions cannot be loaded."""
    try:
        with warnings.catch_warnings():
            # It warns of a library it will need one day.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except (ImportError, OSError):
        raise LibrariesMissing from None
    return weasyprint


def static_file(url: str) -> tuple[bytes, str]:
    """The content and type of one of our own static files, by name; everything else is refused."""
    name = url.removeprefix(STATIC)
    kind = SERVED.get(Path(name).suffix)
    if name == url or kind is None:
        raise Refused(f"A PDF may not fetch {url[:80]}")
    path = (STATIC_FOLDER / name).resolve()
    if not path.is_relative_to(STATIC_FOLDER) or not path.is_file() or path.stat().st_size > LARGEST_STATIC:
        raise Refused(f"There is no static file {name[:80]}")
    return path.read_bytes(), kind


@lru_cache(maxsize=1)
def fetcher() -> Any:
    """A URL fetcher that knows static files by name and small pictures within the page, and no other address."""
    weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/") and len(url) <= LARGEST_DATA:
                return super().fetch(url, headers)
            content, kind = static_file(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return StaticOnly(allowed_protocols=("data",), allow_redirects=False)


@dataclass(frozen=True)
class Shared:
    fonts: Any
    css: Any
    images: dict[str, Any]


@lru_cache(maxsize=1)
def shared() -> Shared:
    """Fonts, style sheet and pictures, read once in a process."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    url = STATIC + STYLESHEET
    css = weasyprint().CSS(string=static_file(url)[0].decode(), base_url=url, url_fetcher=fetcher(), font_config=fonts)
    return Shared(fonts, css, {})


# Given back while the libraries they belong to are still there.
atexit.register(shared.cache_clear)


def joined(documents: list[Any]) -> Any:
    """The pages of all of them as one document, to be written together."""
    whole = documents[0].copy([page for document in documents for page in document.pages])
    whole._html = documents[0]._html
    return whole


def laid_out(markup: str, values: Sequence[str] = ()) -> Any:
    """The pages of one document, with the values in its places; long tokens are made breakable wherever they stand.

    Refuses, with Unprintable in words, a field over 5,000 characters and a document over 60,000.
    """
    ours = shared()
    if len(ours.images) > IMAGES_KEPT:
        ours.images.clear()
    html = _parsed(markup)
    for place in _places(html):
        place.text = values[int(place.get(PLACE))]
    prepare(html.etree_element)
    return html.render(font_config=ours.fonts, stylesheets=[ours.css], cache=ours.images, pdf_variant=VARIANT)


def as_pdf(document: Any) -> bytes:
    """The document as a file."""
    content: bytes = document.write_pdf(pdf_variant=VARIANT)
    return content


def objects_of(document: Any) -> Any:
    """The document as the objects of a file, not yet written down."""
    kept: list[Any] = []
    document.write_pdf(io.BytesIO(), pdf_variant=VARIANT, finisher=lambda _, pdf: kept.append(pdf))
    return kept[0]


def count_places(markup: str) -> int:
    """How many places of the markup are filled in for each letter."""
    return len(_places(_parsed(markup)))


def _places(html: Any) -> list[Any]:
    return [element for element in html.etree_element.iter() if element.get(PLACE) is not None]


def _parsed(markup: str) -> Any:
    return weasyprint().HTML(string=markup, base_url=STATIC, url_fetcher=fetcher())


def prepare(root: Any) -> None:
    """Refuse text that would take too long to lay out, and let the rest break; the tree is changed in place."""
    total = 0
    for element, name in list(_texts(root)):
        text = getattr(element, name)
        total += len(text.strip())
        if len(text) > LONGEST_FIELD:
            raise Unprintable(
                f"One entry has {len(text):,} characters, and at most {LONGEST_FIELD:,} can be printed. Shorten it: "
                f"“{text.strip()[:40]}…”",
                code="field_too_long",
            )
        if total > LONGEST_DOCUMENT:
            raise Unprintable(
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
