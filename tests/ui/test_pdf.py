import builtins
import io
import time

import pypdf
import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from django_cotton.cotton_loader import Loader

from ui import pdf
from ui.press import layout, process

needs_pango = pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
LETTER = "ui/gallery/letter.html"
MM = 72 / 25.4


@pytest.fixture
def printed(monkeypatch, tmp_path):
    """Print a page with this content on our paper."""
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, tmp_path])
    Loader.get_dirs.cache_clear()

    def render(content, *, context=None, title="Sample", **options):
        name = f"{tmp_path.name}.html"
        extended = f"{{% extends 'print.html' %}}{{% block content %}}{content}{{% endblock %}}"
        (tmp_path / name).write_text(extended)
        return pdf.render_pdf(name, context or {}, title=title, **options)

    yield render
    Loader.get_dirs.cache_clear()


def text_of(content):
    return "\n".join(found.extract_text() for found in pypdf.PdfReader(io.BytesIO(content)).pages)


@needs_pango
def test_a_document_is_tagged_titled_and_in_its_language(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed("<p>Helo</p>", title="Cynllun", language="cy")))
    assert reader.metadata.title == "Cynllun"
    assert reader.trailer["/Root"]["/Lang"] == "cy"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


@needs_pango
def test_every_letter_and_sign_we_use_is_in_our_own_font(printed):
    content = printed("<p>µ ≥ ≤ ± ° ≈ → ŵ ŷ √ ✓ ₂ α β Δ</p>")
    fonts = {str(font["/BaseFont"]) for font in _fonts(content)}
    assert all("AppSans" in name or "Inter" in name for name in fonts), fonts
    assert "ŵ ŷ" in text_of(content)


def _fonts(content):
    for sheet in pypdf.PdfReader(io.BytesIO(content)).pages:
        yield from (font.get_object() for font in sheet["/Resources"]["/Font"].values())


@needs_pango
@pytest.mark.parametrize("variant", ["standard", "large", "easy"])
def test_what_was_typed_is_in_the_document_in_every_size(printed, variant):
    typed = "Pulled <b>apart</b> & put together"
    assert typed in text_of(printed("<p>{{ typed }}</p>", context={"typed": typed}, variant=variant)).replace("\n", " ")


def test_a_variant_nobody_knows_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="No such variant"):
        pdf.render_pdfs(LETTER, [], title="Letters", variant="tiny")


@needs_pango
def test_nothing_to_print_is_refused():
    with pytest.raises(ValidationError, match="nothing to print"):
        pdf.render_pdfs(LETTER, [], title="Letters")


@needs_pango
def test_an_entry_that_is_too_long_is_refused_in_words(printed):
    with pytest.raises(ValidationError, match="5,001 characters"):
        printed("<p>{{ typed }}</p>", context={"typed": "x" * 5_001})


@needs_pango
def test_a_document_that_is_too_long_is_refused_in_words(printed):
    with pytest.raises(ValidationError, match="too long to print"):
        printed(
            "{% for n in lines %}<p>{{ typed }}</p>{% endfor %}", context={"typed": "x" * 4_000, "lines": range(16)}
        )


@needs_pango
@pytest.mark.parametrize("token", ["x", "e\u0301", "—", "\u00a0", "ب", "👩\u200d⚕️"])
def test_the_worst_text_is_laid_out_in_a_bearable_time(printed, token):
    typed = (token * 5_000)[:5_000]
    started = time.process_time()
    content = printed("<p>{{ typed }}</p><table><tr><td>{{ typed }}</td></tr></table>", context={"typed": typed})
    assert content.startswith(b"%PDF")
    assert time.process_time() - started < 15


@needs_pango
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://192.0.2.1/x.png",
        "https://static.invalid/../secret.png",
        "data:image/png;base64," + "A" * 70_000,
    ],
)
def test_nothing_is_fetched_but_our_own_files(printed, address):
    assert printed(f'<img src="{address}" alt=""><p>Here</p>').startswith(b"%PDF")
    with pytest.raises(layout.Refused):
        layout.fetcher().fetch(address)


@needs_pango
def test_our_own_files_and_small_pictures_are_served():
    assert layout.fetcher().fetch(layout.STATIC + "fonts/Inter-Regular.woff2").content_type == "font/woff2"
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert layout.fetcher().fetch(dot).read().startswith(b"GIF")


@pytest.mark.parametrize(
    "url",
    [
        "css/print.css",
        "https://static.invalid/css/none.css",
        "https://static.invalid/vendor/README.md",
        "https://static.invalid/../../etc/x.css",
    ],
)
def test_a_static_file_is_served_by_its_name_alone(url):
    with pytest.raises(layout.Refused):
        layout.static_file(url)


def test_a_static_file_that_is_too_large_is_not_served(monkeypatch):
    monkeypatch.setattr(layout, "LARGEST_STATIC", 10)
    with pytest.raises(layout.Refused):
        layout.static_file(layout.STATIC + "css/print.css")


@needs_pango
def test_letters_are_joined_and_each_counts_its_own_pages():
    made = pdf.render_pdfs(LETTER, [{"name": "Ann Ash"}, {"name": "Ng"}], title="Letters")
    assert made.page_counts == [1, 1]
    text = text_of(made.content)
    assert text.count("Page 1 of 1") == 2
    assert "Dear Ann Ash" in text
    assert "Dear Ng" in text


@needs_pango
def test_a_letter_keeps_clear_of_what_the_envelope_and_the_post_need():
    """Outside the window and the service address nothing is inked above 95 mm; measured on the page as printed."""
    made = pdf.render_pdf(LETTER, {"name": "Wilhelmina Featherstonehaugh-Cholmondeley the Younger"}, title="Letter")
    picture = pypdfium2.PdfDocument(made)[0].render(scale=100 / 25.4 / MM * 1).to_pil().convert("L")
    scale = picture.width / 210

    def inked(left, top, right, bottom):
        return picture.crop(tuple(round(edge * scale) for edge in (left, top, right, bottom))).getextrema()[0] < 200

    assert not inked(0, 0, 124, 39.4)
    assert not inked(0, 66.4, 124, 95)
    assert not inked(0, 39.5, 24.5, 66.3)
    assert not inked(120.1, 39.5, 124, 66.3)
    assert not inked(0, 0, 15, 297)
    assert not inked(195.5, 0, 210, 297)
    assert inked(24.6, 39.5, 120, 66.3)
    assert inked(125, 5, 195, 95)
    assert inked(15, 95, 195, 292)


@needs_pango
def test_pictures_are_not_kept_for_ever():
    images = layout.shared().images
    images.update({str(number): None for number in range(layout.IMAGES_KEPT + 1)})
    layout.as_pdf(layout.laid_out("<html lang=en><title>Here</title><p>Here</p>"))
    assert len(images) <= 1


def test_a_missing_library_is_said_to_be_missing(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    layout.weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    assert not pdf.is_available()


def test_a_press_that_misses_a_library_says_so(monkeypatch):
    def missing(markups, letters):
        raise layout.LibrariesMissing

    monkeypatch.setattr(process, "print_file", missing)
    with pytest.raises(pdf.PdfUnavailable):
        pdf.render_pdf(LETTER, {}, title="Letter")
