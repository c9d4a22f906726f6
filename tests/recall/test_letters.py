"""The letters as they come out of the printer: rasterised, and looked at."""

import ctypes
import re

import pypdfium2
import pypdfium2.raw as raw
import pytest
from django.core.exceptions import ValidationError

from recall import actions, documents, window
from recall.actions.claims import LETTERS
from recall.models import InvitationAttempt
from tests.recall import cast

DOTS = 5  # a millimetre
POINTS = 72 / 25.4  # a millimetre
# Left, right, top, bottom in millimetres from the top left (reference standards 8.3), with its 1 mm tolerance.
PAGE = (15, 195, 5, 292)
WINDOW = (24.6, 120, 39.5, 66.3)
SERVICE = (125, 195, 5, 95)
BODY = (15, 195, 95, 292)
FIRST_PAGE = (WINDOW, SERVICE, BODY)

LONG = {
    "given_name": "Alexandrina-Wilhelmina",
    "family_name": "Featherstonehaugh-Cholmondeley",
    "address": ["Flat 12B, The Old Corn Exchange Buildings", "147 Upper Saint Bartholomew's Close", "Woldham",
                "North Wolds District", "East Woldshire"],
    "postcode": "ZZ99 9ZZ",
}  # fmt: skip

SEVEN_LINES = ["Flat 3", "Ash House", "Mill Yard", "Mill Lane", "Woldham"]
# Given name, family name and address, each of which once did or might leave the window.
ADDRESSES = {
    "short": ("Ann", "Ash", ["2 Mill Lane"]),
    "seven lines": ("Ann", "Ash", SEVEN_LINES),
    "seven long lines": (
        "Wilhelmina-Alexandrina", "Featherstonehaugh", [f"{line}, Old Corn Exchange" for line in SEVEN_LINES],
    ),
    "a line as long as the window": ("Ann", "Ash", ["W" * 44, "Woldham"]),
    "capitals": (
        "ALEXANDRINA", "FEATHERSTONEHAUGH",
        ["FLAT 12, THE OLD CORN EXCHANGE BUILDINGS", "147 UPPER SAINT MARK'S CLOSE", "WOLDHAM"],
    ),
    "wide letters in small type": ("Ann", "Ash", ["W" * 56, *SEVEN_LINES[1:4]]),
    "right to left": ("\u05d3\u05d5\u05d3", "\u05dc\u05d5\u05d9", ["2 Mill Lane", "Woldham"]),
    "marks above and below": ("N\u0303a\u0301", "\u1ed6ma\u0323", SEVEN_LINES),
}  # fmt: skip


@pytest.fixture
def letters(scheme, practice, coordinator, today):
    """Makes the print file of these people."""

    def made(*people):
        for facts in people:
            cast.due(scheme, practice, **facts)
        campaign = cast.launch(coordinator)
        attempts = actions.claim_due(campaign=campaign, channels=LETTERS, limit=50)
        return attempts, documents.letters(attempts, today)

    return made


def inked(page):
    """Where there is ink, in millimetres from the top left."""
    bitmap = page.render(scale=DOTS / POINTS, grayscale=True)
    rows = bytes(bitmap.buffer)
    return {
        (round(ink.start() / DOTS, 1), round(y / DOTS, 1))
        for y in range(bitmap.height)
        for ink in re.finditer(rb"[\x00-\xc7]", rows[y * bitmap.stride : y * bitmap.stride + bitmap.width])
    }


def inside(dot, box, tolerance=1.0):
    x, y = dot
    left, right, top, bottom = box
    return left - tolerance <= x <= right + tolerance and top - tolerance <= y <= bottom + tolerance


def text_in(page, box):
    """The text a box of the page shows."""
    left, right, top, bottom = (mm * POINTS for mm in box)
    height = page.get_height()
    found = page.get_textpage().get_text_bounded(left=left, right=right, top=height - top, bottom=height - bottom)
    return found.replace("\r\n", "\n").strip()


def check_geometry(document):
    for number in range(len(document)):
        page = document[number]
        assert (round(page.get_width()), round(page.get_height())) == (595, 842)
        boxes = FIRST_PAGE if "Dear" in page.get_textpage().get_text_bounded() else (PAGE,)
        outside = [dot for dot in inked(page) if not any(inside(dot, box) for box in boxes)]
        assert outside == [], f"page {number + 1}: {sorted(outside)[:5]}"


@pytest.mark.parametrize("form", ["standard", "large_print", "easy_read"])
def test_nothing_is_printed_outside_the_boxes_of_the_page(letters, form):
    _, printed = letters({"format": form}, {**LONG, "format": form})

    check_geometry(pypdfium2.PdfDocument(printed.content))


@pytest.mark.parametrize(("given", "family", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_whatever_the_address_only_the_window_is_inked_and_no_line_is_cut(letters, given, family, address):
    attempts, printed = letters({"given_name": given, "family_name": family, "address": address})
    document = pypdfium2.PdfDocument(printed.content)
    page = document[0]

    check_geometry(document)
    shown = "".join(text_in(page, WINDOW).split())
    assert sorted(shown) == sorted("".join(attempts[0].recipient.split()))
    # What overflows is clipped at 66 mm: text is drawn beneath that would be read, and not seen.
    lowest = max(y for x, y in inked(page) if inside((x, y), WINDOW, 0))
    assert lowest < 65.9


def test_the_window_shows_the_whole_name_and_address_and_nothing_else(letters):
    attempts, printed = letters({}, LONG)
    document = pypdfium2.PdfDocument(printed.content)
    first_pages = [document[sum(printed.page_counts[:n])] for n in range(len(attempts))]

    for attempt, page in zip(attempts, first_pages, strict=True):
        assert text_in(page, WINDOW).split("\n") == attempt.recipient.split("\n")


def test_every_page_is_numbered_and_the_letter_is_dated_and_comes_from_the_practice(letters):
    _, printed = letters({})
    page = pypdfium2.PdfDocument(printed.content)[0]

    assert "Page 1 of 1" in text_in(page, BODY)
    assert "16 March 2026" in text_in(page, BODY)
    assert "Elm Surgery" in text_in(page, SERVICE)


def test_fonts_are_embedded(letters):
    _, printed = letters({})
    document = pypdfium2.PdfDocument(printed.content)

    for item in document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(item)
        assert raw.FPDFFont_GetIsEmbedded(font) == 1
        assert raw.FPDFFont_GetBaseFontName(font, ctypes.create_string_buffer(64), 64) > 0


def test_large_print_is_sixteen_points_or_more(letters):
    _, printed = letters({"format": "large_print"})
    page = pypdfium2.PdfDocument(printed.content)[0]

    text = page.get_textpage()
    sizes = {
        round(raw.FPDFText_GetFontSize(text, n), 1)
        for n in range(text.count_chars())
        if text.get_charbox(n)[3] < page.get_height() - 95 * POINTS and text.get_charbox(n)[1] > 25 * POINTS
    }

    # The file sets type in pixels of CSS, four for three points; what pdfium adds between words has size 1.
    assert min(sizes - {1.0}) * 0.75 >= 16


def test_each_letter_says_what_its_attempt_says(letters):
    attempts, printed = letters({"given_name": "Ann", "format": "easy_read"}, {"given_name": "Bob"})
    document = pypdfium2.PdfDocument(printed.content)

    for number, attempt in enumerate(attempts):
        text = " ".join(document[number].get_textpage().get_text_bounded().split())
        for paragraph in attempt.body.split("\n\n"):
            assert " ".join(paragraph.split()) in text


def test_an_address_too_long_for_the_window_is_refused_not_cut_off(letters):
    lines = ["x" * 80] * 7

    with pytest.raises(ValidationError, match="too long for the window"):
        letters({"address": lines})


def test_an_address_of_wide_letters_that_would_be_clipped_is_refused():
    """Five lines of 44 characters, which fit while they are narrow."""
    assert window.size_for(["i" * 44] * 5) == "normal"
    with pytest.raises(ValidationError, match="too long for the window"):
        window.size_for(["W" * 44] * 5)


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (["A", "B", "C"], "normal"),
        (["A"] * 5, "normal"),
        (["A"] * 6, "small"),
        (["x" * 50] * 3, "small"),
        (["WW WW WW WW WW WW"] * 5, "normal"),
        (["W" * 30] * 3, "small"),
        (["\u0152" * 30] * 5, "small"),
    ],
)
def test_the_address_takes_the_largest_type_that_fits(lines, size):
    assert window.size_for(lines) == size


def test_one_letter_that_cannot_be_made_does_not_hold_up_the_others(scheme, practice, coordinator):
    from recall import delivery

    cast.due(scheme, practice, given_name="Fits")
    cast.due(scheme, practice, address=["x" * 80] * 7)
    campaign = cast.launch(coordinator)

    done = delivery.drain(gateway=cast.FakeGateway())

    assert done.printed == 1
    assert InvitationAttempt.objects.get(state="refused").invitation.reason == "not_printed"
    assert campaign.print_runs.get().letters == 1


def test_a_practice_without_a_telephone_still_says_whom_to_ring(letters):
    attempts, _ = letters({})

    assert "ring your practice" in attempts[0].body
