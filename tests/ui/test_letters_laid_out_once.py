"""A letter that is filled in is the letter that would have been laid out: the same to look at, and to listen to."""

import io
import random

import pypdf
import pypdfium2
import pytest

from ui import pdf
from ui.press import layout
from ui.press.compiled import compiled, whole
from ui.press.printing import PAYS, print_file

pytestmark = pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")

LETTER = """<html lang="en-GB"><head><title>Letters</title></head><body class="print print--letter print--standard">
<div class="running-footer">Elm Surgery</div>
<div class="letter-address"><p><span data-place="0"></span></p><p><span data-place="1"></span></p></div>
<div class="letter-body"><p>Dear <span data-place="2"></span></p>
<p>Please ring us. You can bring somebody with you,
and if you need anything to make it easier, tell us when you ring.</p>
<p>Send this part back.<br>Your code: <span data-place="3"></span><br>[  ] Please ring me</p></div></body></html>"""
UNSEEN = 0.05  # of a point: WeasyPrint rounds widths at the size in which it sees a letter first
GIVEN = ["Ann", "Zoë", "AVRIL", "Tom", "Wilhelmina", "Łukasz", "Yvette", "D’Arcy", "O'Neil", "Jean-Luc", "ANNE-LEE"]
FAMILY = ["Ash", "O’Brien-Łukaszewicz", "TAYLOR-Y", "To", "WAVY", "de la Tour", "McAvoy", "Fjord", "Żak", "Tyler (Jr.)"]
STREETS = ["Mill Lane", "AVENUE ROAD", "Upper St. Mark’s Close", "Tŷ-Gwyn", "The Old Corn Exchange 1-1"]


def letters(count):
    chance = random.Random(7)
    for n in range(count):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        yield [name, f"Flat {n}/{n % 7}, {chance.randrange(300)} {chance.choice(STREETS)}", name, f"BCDF{n}-23456"]


def each_by_itself(letters):
    return [layout.as_pdf(layout.laid_out(LETTER, values)) for values in letters]


def filled_in(*letters):
    """A print file of these, among as many others as make laying out once worth while."""
    others = [(0, ["Ann", "1 Mill Lane", "Ann", "B"])] * PAYS
    return print_file([LETTER], [*((0, values) for values in letters), *others])


def heard(page):
    """What a screen reader is told of the page: its marks, each within the one above, with what they stand for."""
    reader = page.pdf
    keys = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    marked = keys[2 * page.page_number + 1].get_object()

    def above(mark):
        mark = mark.get_object()
        return [*above(mark["/P"]), str(mark["/S"])] if "/S" in mark else []

    return [above(mark) for mark in marked]


def pages_of(content):
    return pypdf.PdfReader(io.BytesIO(content), strict=True).pages


def moved(page, other):
    """By how many points the letter stands elsewhere that stands furthest from where it stands on the other page."""
    boxes, others = (
        [each.get_charbox(n) for n in range(each.count_chars())] for each in (page.get_textpage(), other.get_textpage())
    )
    return max(abs(a - b) for box, there in zip(boxes, others, strict=True) for a, b in zip(box, there, strict=True))


def pixels(page):
    return bytes(page.render(scale=2, grayscale=True).buffer)


def test_two_hundred_letters_say_look_and_are_heard_as_if_each_had_been_laid_out():
    people = list(letters(200))
    printed = print_file([LETTER], [(0, values) for values in people])
    shown, read = pypdfium2.PdfDocument(printed.content), pages_of(printed.content)

    assert printed.page_counts == [1] * 200
    for number, alone in enumerate(each_by_itself(people)):
        (expected,) = pypdfium2.PdfDocument(alone)
        assert shown[number].get_textpage().get_text_bounded() == expected.get_textpage().get_text_bounded()
        assert heard(read[number]) == heard(pages_of(alone)[0])
        assert moved(shown[number], expected) < UNSEEN


def test_most_letters_are_filled_in_rather_than_laid_out():
    made = compiled(LETTER)

    assert made is not None
    assert sum(made.written(values) is not None for values in letters(200)) == 200


@pytest.mark.parametrize(
    "name",
    [
        "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley of Upper Woldham",  # wider than its line
        "דוד לוי",
        "Ng\u0303 Á\u0323",
        "李 明",
        "W" * 50,
        "Two  spaces",
        " ",
        "",
        "{{ name }} %d \\x01 1 0 R",
        "Ann\u200bAsh",
        "Ann\u00a0Ash",
        "<b>Ann</b> & Co",
    ],
)
def test_a_name_that_cannot_be_filled_in_is_laid_out_and_nothing_of_it_is_lost(name):
    values = [name, "1 Mill Lane", name, "BCDF1-23456"]
    printed = filled_in(values)
    (expected,) = pypdfium2.PdfDocument(each_by_itself([values])[0])
    first = pypdfium2.PdfDocument(printed.content)[0]

    assert first.get_textpage().get_text_bounded() == expected.get_textpage().get_text_bounded()
    assert pixels(first) == pixels(expected)


def test_a_name_in_letters_that_are_not_in_the_font_is_not_stamped_as_boxes_because_the_wording_has_such_a_letter():
    markup = LETTER.replace("Please ring us.", "Please ring us \U000f0000.")
    values = ["דוד לוי", "1 Mill Lane", "Ann", "BCDF1-23456"]
    printed = print_file([markup], [(0, values)] * PAYS)
    alone = layout.as_pdf(layout.laid_out(markup, values))

    assert pages_of(printed.content)[0].extract_text() == pages_of(alone)[0].extract_text()


@pytest.mark.parametrize(
    "line",
    [
        'Dear <span data-place="0"></span>, please ring us.',
        'Dear <b><span data-place="0"></span></b> and family',
        '<span data-place="0"></span> <span data-place="0"></span>',
    ],
)
def test_a_place_on_which_the_rest_of_the_line_depends_is_never_filled_in(line):
    assert compiled(f"<html lang=en><title>x</title><body class=print><p>{line}</p></body></html>") is None


@pytest.mark.parametrize("before", range(84, 100, 2))
def test_a_place_at_the_end_of_a_line_that_is_nearly_full_goes_where_its_words_would_go(before):
    text = ("Please ask for the nurse who " * 5)[:before]
    markup = f'<html lang=en><title>x</title><body class=print><p>{text} <span data-place="0"></span></p></body></html>'
    for name in ("I", "Ann Ash", "Wilhelmina Featherstonehaugh"):
        printed = print_file([markup], [(0, [name])] * PAYS)
        alone = layout.as_pdf(layout.laid_out(markup, [name]))
        assert pages_of(printed.content)[0].extract_text() == pages_of(alone)[0].extract_text()
        assert moved(pypdfium2.PdfDocument(printed.content)[0], pypdfium2.PdfDocument(alone)[0]) < UNSEEN


def test_letters_of_different_lengths_and_kinds_lie_in_one_file_in_their_order():
    long = LETTER.replace("<p>Please", f"{'<p>Again and again.</p>' * 60}<p>Please")
    people = list(letters(8))
    printed = print_file([LETTER, long, "<html lang=en><title>x</title><body class=print><p>Alone</p></body></html>"],
                         [*((n % 2, values) for n, values in enumerate(people)), (2, ())])  # fmt: skip
    texts = [page.extract_text() for page in pages_of(printed.content)]

    starts = [sum(printed.page_counts[:n]) for n in range(9)]
    assert printed.page_counts[0] == 1 < printed.page_counts[1]
    for values, start in zip(people, starts, strict=False):
        assert values[0] in texts[start]
    assert "Alone" in texts[-1]
    assert len(texts) == sum(printed.page_counts)


def test_a_print_file_is_titled_tagged_and_in_its_language():
    reader = pypdf.PdfReader(io.BytesIO(filled_in(next(letters(1))).content), strict=True)
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "Letters"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_object_of_a_print_file_stands_where_its_table_says():
    content = filled_in(*letters(30)).content
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)

    for number, place in reader.xref[0].items():
        assert content[place:].startswith(b"%d 0 obj" % number)


def test_what_is_filled_in_once_is_shared_by_every_letter():
    ten, twenty = (len(print_file([LETTER], [(0, v) for v in letters(n)]).content) for n in (10, 20))

    assert (twenty - ten) / 10 < len(each_by_itself(letters(1))[0])


def test_a_letter_laid_out_by_itself_is_the_letter_with_its_own_words():
    assert whole(LETTER, next(letters(1))).pages == 1
