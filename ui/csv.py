"""Tables as CSV files: written so that a spreadsheet runs nothing, read so that a bad file is refused in words."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.text import get_valid_filename

# A cell that begins with one of these is a formula to some spreadsheet, the full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
INNER_START = re.compile("\r\n|[;\t|\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
DIVIDING = re.compile('[,;\t|"\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')
DELIMITERS = (",", ";", "\t", "|")
MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
LONGEST_CELL = 10_000
LONGEST_LINE = 100_000
MOST_COLUMNS = 200
CHUNK = 1 << 20
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAVE_AGAIN = "Open it in your spreadsheet and save it again as “CSV UTF-8”."
# What a file begins with when it is no table, whatever it is called: https://en.wikipedia.org/wiki/List_of_file_signatures
OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a spreadsheet in its own format, or another packed file"),
    (b"PK\x05\x06", "an empty packed file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a spreadsheet in an old format of its own"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"<?xml", "a page or a document in XML"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<svg", "a picture"),
)
TEXT_STARTS = frozenset({b"BM", b"MZ"})  # a heading may begin so; only with bytes that no text has is it the other kind
EXPLAINED = "Open it in your spreadsheet, choose “Save as”, and “CSV UTF-8 (comma delimited)”. Send the file it makes."


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula; plain numbers stay numbers."""
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return text
    safe = f"'{text}" if _may_be_formula(text) else text
    # A spreadsheet that parts cells elsewhere than at commas sees a cell begin within this one.
    return INNER_START.sub(
        lambda found: f"{found[0]}'" if _may_be_formula(safe[found.end() :].lstrip("\r\n")) else found[0], safe
    )


def _may_be_formula(text: str) -> bool:
    """Whether the first thing to be seen is a sign that begins a formula, in whatever width it is written."""
    for character in text:
        if character.isalnum():
            return False
        if character in FORMULA_STARTS or unicodedata.normalize("NFKC", character)[0] in FORMULA_STARTS:
            return True
        # Blanks, controls and marks that are not seen may be dropped before a spreadsheet looks.
        if unicodedata.category(character)[0] not in "ZCM":
            return False
    return False


def _quoted(text: str) -> str:
    """The cell as it stands in the file; in quotes where any spreadsheet's own divider would part it."""
    return '"' + text.replace('"', '""') + '"' if DIVIDING.search(text) else text


def write_csv(rows: Iterable[Iterable[object]], headers: Sequence[object]) -> Iterator[str]:
    """The lines of a CSV file, one at a time, formula-safe; a byte order mark first, so that spreadsheets see UTF-8."""
    yield "\ufeff" + _line(headers)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> str:
    return ",".join([_quoted(safe_cell(cell)) for cell in cells]) + "\r\n"


def csv_response(filename: str, headers: Sequence[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A download of rows; the file name is made harmless. Not streamed, because rows are read behind the wall."""
    response = HttpResponse("".join(write_csv(rows, headers)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{get_valid_filename(filename)}"'
    return response


@dataclass(frozen=True)
class Table:
    """A CSV file that could be read as far as its headings; its rows are read, and refused, as they are asked for."""

    headers: list[str]
    encoding: str
    delimiter: str
    max_rows: int = MAX_ROWS
    data: bytes = field(default=b"", repr=False)

    @property
    def rows(self) -> Iterator[list[str]]:
        """Each row as long as the headings; empty rows are left out."""
        return (row for _, row in self.numbered_rows())

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row by its headings, with the number of the line it ends on."""
        for line, row in self.numbered_rows():
            yield line, dict(zip(self.headers, row, strict=True))

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        reader = _reader(self.data, self.encoding, self.delimiter)
        width = len(self.headers)
        next(_filled(reader), None)
        for found, (line, row) in enumerate(_filled(reader), 1):
            if found > self.max_rows:
                raise ValidationError(
                    f"The file has more than {self.max_rows:,} rows. Send it in parts.", code="too_many_rows"
                )
            if any(row[width:]):
                raise ValidationError(
                    f"Line {line:,} has {len(row)} values, but there are {width} headings. "
                    f"Check it for a stray “{self.delimiter}”.",
                    code="too_many_values",
                )
            yield line, [*row[:width], *[""] * (width - len(row))]


def read_csv(data: bytes, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Table:
    """The table in a file as it was sent: UTF-8, UTF-16 or Windows text; comma, semicolon, tab or bar.

    Refuses with a ValidationError, saying what to do, a file that is empty, too large, not text, or without headings of
    its own for every column. Asking the table for its rows refuses likewise what is wrong further down.
    """
    if len(data) > max_bytes:
        raise ValidationError(
            f"The file is larger than {max_bytes // 1_000_000:,} MB. Send it in parts.", code="too_large"
        )
    refuse_other_kinds(data)
    encoding = encoding_of(data)
    first = next((line for line in _lines(data, encoding) if line.strip(" \n\ufeff")), "")
    if not first:
        raise ValidationError("The file is empty. Choose a file with headings and at least one row.", code="empty")
    delimiter = delimiter_of(first)
    _, top = next(_filled(_reader(data, encoding, delimiter)), (0, []))
    headers = [cell.strip(" \ufeff") for cell in top]
    while headers and not headers[-1]:
        headers.pop()
    _check_headers(headers)
    return Table(headers, encoding, delimiter, max_rows, data)


def refuse_other_kinds(data: bytes) -> None:
    """Refuse what its first bytes show to be no table, whatever its name and its type say."""
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:64].lower()
    for signature, kind in OTHER_KINDS:
        if start.startswith(signature.lower()) and (signature not in TEXT_STARTS or b"\x00" in data[:512]):
            raise ValidationError(f"This is {kind}, not a CSV file. {EXPLAINED}", code="other_kind")


def _check_headers(headers: list[str]) -> None:
    if not headers:
        raise ValidationError("The file has no headings. Put a row of headings at the top.", code="no_heading")
    if len(headers) > MOST_COLUMNS:
        raise ValidationError(f"The file has more than {MOST_COLUMNS} columns.", code="too_many_columns")
    if "" in headers:
        raise ValidationError(f"Column {headers.index('') + 1} has no heading. Give it one.", code="no_heading")
    seen: set[str] = set()
    for header in headers:
        if header.lower() in seen:
            raise ValidationError(f"Two columns are called “{header[:60]}”. Rename or remove one.", code="same_heading")
        seen.add(header.lower())


def encoding_of(data: bytes) -> str:
    """How the bytes are to be read; every byte is tried, so that reading never fails later."""
    for mark, encoding in BYTE_ORDER_MARKS:
        # The mark of UTF-32 begins with that of UTF-16; nobody saves a spreadsheet so.
        if data.startswith(mark):
            candidates = [encoding] if encoding else []
            break
    else:
        candidates = [] if b"\x00" in data else ["utf-8", "cp1252"]
    for candidate in candidates:
        if _decodes(data, candidate):
            return candidate
    raise ValidationError(f"The file is not text we can read. {SAVE_AGAIN}", code="unreadable")


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), CHUNK):
            if "\x00" in decoder.decode(view[start : start + CHUNK]):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def delimiter_of(line: str) -> str:
    """What divides the headings into the most cells; a comma when nothing does.

    Judged by the beginning of a line that is longer than any cell may be.
    """
    start = line[: csv.field_size_limit()]
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([start], delimiter=delimiter), [])))


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines of the file, whatever ends them, each of a bearable length."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=None)
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise ValidationError(f"A line of the file is far too long for a table. {SAVE_AGAIN}", code="long_line")
        yield line


def _reader(data: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the file with the lines they end on; what csv cannot read is refused in words."""
    reader = csv.reader(_lines(data, encoding), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ValidationError(
                f"Line {reader.line_num:,} cannot be read. Look for a quotation mark that is not closed. {SAVE_AGAIN}",
                code="malformed",
            ) from None
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise ValidationError(
                f"Line {reader.line_num:,} has a value longer than {LONGEST_CELL:,} characters.", code="long_cell"
            )
        yield reader.line_num, row


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, row) for line, row in rows if any(cell.strip(" \ufeff") for cell in row))
