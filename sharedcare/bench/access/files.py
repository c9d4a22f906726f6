"""Files as nobody should send them: three hundred ways to break a CSV, and things that are no CSV at all."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

NAMES = (
    "register.csv", "", ".", "..", "../../../etc/passwd", "..\\..\\windows.csv", "/absolute.csv", "a" * 400 + ".csv",
    "register.csv\x00.exe", "con.csv", "r\u202evsc.exe", "<script>.csv", "r\r\nSet-Cookie: a=b.csv", "\u00e9\u0301.csv",
    "%2e%2e%2f.csv", "file;name=\"x\".csv", "register.xlsx", "register.csv.gz", "\ud800.csv", "{{ name }}.csv",
)  # fmt: skip
LIES = ("text/csv", "application/pdf", "", "image/png", "text/csv; charset=nonsense", "multipart/mixed; boundary=x")


def zipped() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 200_000)
    return content.getvalue()


WHOLE: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("a line break", b"\r\n"),
    ("NUL bytes", b"\x00" * 2000),
    ("UTF-16 with mark", "NHS number,Family name\r\n1,Ann".encode("utf-16")),
    ("UTF-16 without mark", "NHS number,Family name\r\n1,Ann".encode("utf-16-le")),
    ("UTF-32", "NHS number\r\n1".encode("utf-32")),
    ("half a UTF-16 letter", b"\xff\xfeN\x00H"),
    ("XLSX", b"PK\x03\x04" + b"\x14\x00\x06\x00" * 50),
    ("ZIP", zipped()),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("HTML", b"<html><script>alert(1)</script>"),
    ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("GZIP", b"\x1f\x8b\x08\x00" + b"\x00" * 30),
    ("XML bomb", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]><x>&b;</x>"),
    ("all bytes", bytes(range(256)) * 8),
    ("one long line", b"x" * 200_000),
    ("only quotes", b'"' * 4001),
    ("only commas", b"," * 50_000),
    ("20,001 lines", b"a,b\r\n" * 20_001),
    ("header alone", b"NHS number,Family name,Given name\r\n"),
]


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _byte(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + bytes([chance.randrange(256)]) + content[at:]


def _cell(chance: random.Random, content: bytes, value: bytes) -> bytes:
    """One cell of one line replaced."""
    lines = content.split(b"\r\n")
    at = chance.randrange(len(lines))
    cells = lines[at].split(b",")
    cells[chance.randrange(len(cells))] = value
    lines[at] = b",".join(cells)
    return b"\r\n".join(lines)


def _column(chance: random.Random, content: bytes, *, twice: bool) -> bytes:
    lines = [line.split(b",") for line in content.split(b"\r\n")]
    at = chance.randrange(len(lines[0]))
    for line in lines:
        if at < len(line):
            line[at : at + 1] = [line[at], line[at]] if twice else []
    return b"\r\n".join(b",".join(line) for line in lines)


CELLS = (
    b"\x00", b"\xff\xfe", b'"', b'""', b'"unclosed', b"a\rb", b'"a\r\nb"', b"x" * 140_000, b"'", b"\xed\xa0\x80",
    "\u202e".encode(), ("a" + "\u0301" * 9000).encode(), b"=1+1", b"31/02/1984", b"0001-01-01", b"9999-12-31",
    b"9" * 5000,
    b"sNaN", b"01/01/0000", b"1e999999999", b"-1", b"999 000 0000", "\u0661\u0662".encode(), b"<script>",
    b"%s%n", b"{{x}}", b" ", b"\xa0", b"\xe9", b"no such choice", b"Y00000", b"\t", b"\x1a", b"\x85", b"a@b",
    b"+44 (0)7700 900001" * 20,
)  # fmt: skip
BREAKAGES: list[tuple[str, Callable[[random.Random, bytes], bytes]]] = [
    *((f"cell {value[:12]!r}", lambda c, b, v=value: _cell(c, b, v)) for value in CELLS),
    ("cut short", _cut),
    ("one byte more", _byte),
    ("column gone", lambda c, b: _column(c, b, twice=False)),
    ("column twice", lambda c, b: _column(c, b, twice=True)),
    ("semicolons", lambda c, b: b.replace(b",", b";")),
    ("tabs", lambda c, b: b.replace(b",", b"\t")),
    ("bare CR", lambda c, b: b.replace(b"\r\n", b"\r")),
    ("bare LF", lambda c, b: b.replace(b"\r\n", b"\n")),
    ("with mark", lambda c, b: b"\xef\xbb\xbf" + b),
    ("mark twice", lambda c, b: b"\xef\xbb\xbf\xef\xbb\xbf" + b),
    ("UTF-16", lambda c, b: b.decode("utf-8", "replace").encode("utf-16")),
    ("code page 1252", lambda c, b: b.decode("utf-8", "replace").encode("cp1252", "replace") + b"\xe9\x81"),
    ("no header", lambda c, b: b.partition(b"\r\n")[2]),
    ("header twice", lambda c, b: b.partition(b"\r\n")[0] + b"\r\n" + b),
    ("blank lines", lambda c, b: b.replace(b"\r\n", b"\r\n\r\n\r\n")),
    ("every line twice", lambda c, b: b"\r\n".join(line for one in b.split(b"\r\n") for line in (one, one))),
    ("lines of other lengths", lambda c, b: b.replace(b"\r\n", b",,,\r\n", 2) + b",\r\nx\r\n"),
    ("all quoted wrongly", lambda c, b: b.replace(b",", b'","')),
    ("capitals", lambda c, b: b.upper()),
]


def bad(chance: random.Random, good: bytes) -> tuple[str, bytes]:
    """A file that is no CSV, or the good one broken in one to three ways."""
    if chance.random() < 0.3:
        return chance.choice(WHOLE)
    chosen = chance.sample(BREAKAGES, chance.choice((1, 1, 1, 2, 3)))
    for _, broken in chosen:
        good = broken(chance, good)
    return " and ".join(name for name, _ in chosen), good
