import csv as stdlib
import io
import random
import time
import tracemalloc
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ui import csv


def refused(data, **limits):
    with pytest.raises(ValidationError) as refusal:
        list(csv.read_csv(data, **limits).rows)
    return refusal.value.messages[0]


# Writing.


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 1632", "-5", "@SUM", "\tx", "\rx", " =1", "\ufeff=1", "\u200b=1", "＝1", "－1", "\n=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell):
    assert csv.safe_cell(cell).startswith("'")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ng", "Ng"),
        ("O'Brien", "O'Brien"),
        (-5, "-5"),
        (None, ""),
        ("", ""),
        ("a=b", "a=b"),
        ("a\x00b", "ab"),
        (True, "True"),
    ],
)
def test_any_other_cell_is_left_alone(value, text):
    assert csv.safe_cell(value) == text


def is_formula(cell):
    """What the most lenient of spreadsheets would run: the first visible sign, whatever its width, begins a formula."""
    for character in unicodedata.normalize("NFKC", cell):
        if character in "=+-@\t\r\n":
            return True
        if unicodedata.category(character)[0] not in "ZCM":
            return False
    return False


@given(st.text())
def test_no_text_whatever_becomes_a_formula(text):
    assert not is_formula(csv.safe_cell(text))


LEADS = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\ufeff",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u2060",
    "\u202e",
    "\u00ad",
    "\x1f",
    "\u0301",
]
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "﹢",
    "﹣",
    "﹫",
    "⁺",
    "⁼",
    "'",
    '"',
    ";",
    ",",
    "|",
    "a",
    "1",
]
TAILS = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x")',
    "SUM(A1:A9)",
    "5",
    "",
    ";=1",
    "\n=1",
    '"\r\n=1',
    "\t=1",
    "|=1",
]


def test_a_hundred_thousand_made_up_cells_hold_no_formula_in_any_cell_that_any_spreadsheet_would_see():
    """Read back with every divider a spreadsheet may take; what was written is still there, in one cell."""
    choose = random.Random(29)
    cells = [
        "".join(choose.choices(LEADS, k=choose.randint(0, 3))) + choose.choice(STARTS) + choose.choice(TAILS)
        for _ in range(100_000)
    ]
    rows = [cells[start : start + 10] for start in range(0, len(cells), 10)]

    text = "".join(csv.write_csv(rows, list("abcdefghij"))).removeprefix("\ufeff")

    read = list(stdlib.reader(io.StringIO(text, newline="")))
    assert [cell.replace("'", "") for row in read[1:] for cell in row] == [
        cell.replace("\x00", "").replace("'", "") for cell in cells
    ]
    for divider in ",;\t|":
        found = (cell for row in stdlib.reader(io.StringIO(text, newline=""), delimiter=divider) for cell in row)
        assert [cell for cell in found if is_formula(cell.lstrip("\t\r\n"))][:5] == []


def test_a_file_is_written_line_by_line_with_a_mark_for_spreadsheets():
    lines = csv.write_csv(iter([["Ng", 3]]), ["Name", "Count"])
    assert next(lines) == "\ufeffName,Count\r\n"
    assert next(lines) == "Ng,3\r\n"


def test_a_download_has_a_harmless_name():
    response = csv.csv_response('people"\r\nX: y.csv', ["Name"], [["Ann"]])
    assert response["Content-Disposition"] == 'attachment; filename="peopleX_y.csv"'
    assert response.content.decode("utf-8-sig") == "Name\r\nAnn\r\n"


# Reading.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252"])
def test_a_file_is_read_in_whatever_a_spreadsheet_saved(encoding):
    text = "Name,Town\nZoë,Ŵolds\n" if encoding != "cp1252" else "Name,Town\nZoë,Wolds\n"
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert next(csv.read_csv(data).rows)[0] == "Zoë"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    data = f'Name{delimiter}"Town, or; village"{delimiter}Note\nAnn{delimiter}Wolds{delimiter}x\n'.encode()
    table = csv.read_csv(data)
    assert table.delimiter == delimiter
    assert table.headers == ["Name", "Town, or; village", "Note"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_they_like(end):
    data = end.join(["Name,Note", 'Ann,"two', 'lines"', "", "Ng,x"]).encode()
    assert list(csv.read_csv(data).records()) == [
        (3, {"Name": "Ann", "Note": "two\nlines"}),
        (5, {"Name": "Ng", "Note": "x"}),
    ]


def test_short_rows_are_filled_up_and_empty_cells_at_the_end_forgiven():
    assert list(csv.read_csv(b"A,B,,\n1\n1,2,,,\n,,\n").rows) == [["1", ""], ["1", "2"]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n", b"\xff\xfe"])
def test_an_empty_file_is_refused_in_words(data):
    assert "empty" in refused(data)


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\x00c\n",
        b"\xff\xfe\x00\x00a",
        b"\xff\xfea",
        b"\x81\x8d,\xff\n",
        b"\xef\xbb\xbf\xff",
        "a\0b".encode("utf-16"),
    ],
)
def test_what_is_not_text_is_refused_in_words(data):
    assert "not text" in refused(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b",,,\nA,B,,\n", None),
        (b"A,,B\n1,2,3\n", "Column 2 has no heading"),
        (b"A,a\n1,2\n", "Two columns are called"),
        (b",,,\n,,\n", "no headings"),
        (b"A,B\n1,2,3\n", "Line 2 has 3 values, but there are 2 headings"),
        (b'A,B\n1,"2\n3,4\n', "quotation mark"),
        (b'A,B\n1,"2"3\n', "quotation mark"),
        (b"A\n" + b"x" * 20_000 + b"\n", "longer than 10,000"),
        (b"A\n" + b"x" * 300_000 + b"\n", "far too long"),
        (b'A\n"' + b"x\n" * 100_000 + b'"\n', "cannot be read"),
        (",".join(f"c{i}" for i in range(300)).encode(), "more than 200 columns"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(data, words):
    if words is None:
        assert csv.read_csv(data).headers == ["A", "B"]
    else:
        assert words in refused(data)


def test_a_file_too_large_or_too_long_is_refused():
    assert "larger than 1 MB" in refused(b"A\n" + b"1\n" * 600_000, max_bytes=1_000_000)
    assert "more than 2 rows" in refused(b"A\n1\n2\n3\n", max_rows=2)


def outcome(data):
    """The rows of any bytes whatever, or the words of the refusal; anything else fails the test."""
    try:
        table = csv.read_csv(data)
        return [len(row) == len(table.headers) for row in table.rows]
    except ValidationError as refusal:
        return refusal.messages


@given(st.binary(max_size=300))
def test_no_bytes_whatever_cause_anything_but_a_refusal(data):
    assert all(outcome(data))


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_no_text_whatever_causes_anything_but_a_refusal(text, encoding):
    assert all(outcome(text.encode(encoding)))


def test_fifty_megabytes_are_read_row_by_row():
    line = b"9990000018,Ann Ash,Elm Surgery,WD1 4ZZ,some text to make a row of a usual length here\n"
    data = b"number,name,practice,postcode,note\n" + line * (50_000_000 // len(line))
    started = time.process_time()
    tracemalloc.start()
    table = csv.read_csv(data, max_bytes=60_000_000, max_rows=1_000_000)
    rows = table.rows
    for _ in range(1000):
        next(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 70_000_000
    assert time.process_time() - started < 20


OTHER = {
    "an xlsx": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml",
    "an xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "a PDF that is a table too": b"\xef\xbb\xbf%PDF-1.4,name\n1,2\n",
    "a PNG": b"\x89PNG\r\n\x1a\n",
    "a JPEG": b"\xff\xd8\xff\xe0",
    "a GIF that is a table too": b"GIF89a,name\n1,2\n",
    "a Windows program": b"MZ\x90\x00\x03",
    "a Linux program": b"\x7fELF\x02",
    "a script": b"#!/bin/sh\nid\n",
    "a gzip": b"\x1f\x8b\x08",
    "a web page": b"  <!DOCTYPE html><script>alert(1)</script>",
    "a picture with a script": b"<svg onload=alert(1)>",
    "an XML": b"<?xml version='1.0'?><a/>",
    "RTF": b"{\\rtf1 a,b}",
}


@pytest.mark.parametrize("data", OTHER.values(), ids=OTHER)
def test_a_file_of_another_kind_is_known_by_its_content_and_says_how_to_save_a_table(data):
    assert "not a CSV file" in refused(data)
    assert "CSV UTF-8" in refused(data)


@pytest.mark.parametrize("heading", ["BMI,name", "MZ,name", "Gif,name", "Rarity"])
def test_headings_that_begin_like_another_kind_are_headings(heading):
    assert csv.read_csv(f"{heading}\n1,2\n".encode() if "," in heading else f"{heading}\n1\n".encode()).headers


def test_a_cell_with_a_page_or_the_test_virus_in_it_is_only_text():
    eicar = "X5O!P%@AP[4" + chr(92) + "PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    table = csv.read_csv(f"name,note\n<script>alert(1)</script>,{eicar}\n".encode())

    assert list(table.rows) == [["<script>alert(1)</script>", eicar]]
