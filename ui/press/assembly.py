"""One file of many letters, put together letter by letter from the objects of PDFs that WeasyPrint made.

What letters share, such as fonts and what is drawn around the places, is written once; pages, the marks for screen
readers and the words in the places are written for each letter. Of what is written only where it stands in the file is
kept in memory. Objects, references and the table of them are those of ISO 32000-1, 7.3.10 and 7.5.
"""

import re
import zlib
from array import array
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate
from operator import itemgetter
from typing import Any, BinaryIO

import pydyf

from ui.press.compiled import Compiled

CATALOGUE, PAGES, MARKS, DOCUMENT, MARKS_BY_PAGE = range(1, 6)
HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
WORDS = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n"
REFERENCE = re.compile(rb"(\d+) 0 R")
GAP = re.compile(rb"\x01(\d+)\x01")
NOT_OF_THE_WHOLE = ("Pages", "StructTreeRoot", "Outlines", "Metadata")


class Mould:
    """The objects that every letter of one kind has for itself: bytes, with gaps for their numbers.

    They are counted from 0: the pages, then for each page which mark stands for what on it, then the marks, then the
    words in the places. The counts after these are not of objects: they are the pages' own, in the file.
    """

    def __init__(self, made: Compiled, assembly: "Assembly") -> None:
        self._made, self._assembly = made, assembly
        objects = made.pdf.objects
        pages = [_number(each) for each in made.pdf.page_references[: made.pages]]
        described = [each for each in objects if isinstance(each, pydyf.Dictionary)]
        marks = [each.number for each in described if "Pg" in each and _number(each["Pg"]) in pages]
        document = next(each for each in described if each.get("S") == "/Document")
        self.pages, self.first_words = len(pages), 2 * len(pages) + len(marks)
        self.size = self.first_words + len(made.places)
        self._known: dict[int, int] = {}
        self._own = {number: at for at, number in enumerate(pages)}
        self._own |= {number: 2 * len(pages) + at for at, number in enumerate(marks)}
        self._fixed = {made.pdf.pages.number: PAGES, document.number: DOCUMENT}
        moulded = [
            *(self._gapped(at, self._page(made, objects[page], at)) for at, page in enumerate(pages)),
            *(self._gapped(len(pages) + at, each) for at, each in enumerate(_marks_by_page(made)[: len(pages)])),
            *(self._gapped(2 * len(pages) + at, made.data(mark)) for at, mark in enumerate(marks)),
        ]
        self._objects_apart = moulded
        self._data = b"".join(data for data, _ in moulded)
        self._gaps = itemgetter(*(gap for _, gaps in moulded for gap in gaps))
        self._starts: dict[tuple[int, ...], list[int]] = {}
        self.top = [self._own[number] for number in _numbers(document["K"]) if number in self._own]

    def cast(self, numbers: Sequence[int]) -> tuple[bytes, list[int]]:
        """The objects with these numbers in the gaps, and where each begins."""
        ends = numbers[0], numbers[self.size - 1], numbers[self.size], numbers[-1]
        digits = tuple(len(str(number)) for number in ends)
        if digits not in self._starts or digits[0] != digits[1] or digits[2] != digits[3]:
            lengths = [len(data % tuple(numbers[gap] for gap in gaps)) for data, gaps in self._objects_apart]
            self._starts[digits] = [0, *accumulate(lengths)][:-1]
        return self._data % self._gaps(numbers), self._starts[digits]

    def _page(self, made: Compiled, page: Any, at: int) -> bytes:
        """The page, drawn in pieces: what every letter shows, and between them the words of its own."""
        if "Annots" in page:
            raise ValueError("A letter has no links: who reads it on paper cannot follow them.")
        pieces = [
            b"\x02%d\x02 0 R" % self._assembly.stream(piece)
            if isinstance(piece, bytes)
            else b"\x01%d\x01 0 R" % (self.first_words + piece)
            for piece in made.pieces(at)
        ]
        changed = {"Contents": pydyf.Array(pieces), "StructParents": b"\x01%d\x01" % (self.size + at)}
        data: bytes = pydyf.Dictionary({**page, **changed}).data
        return data

    def _gapped(self, own: int, data: bytes) -> tuple[bytes, list[int]]:
        """The object as it is written, and which numbers go into its gaps."""
        data = REFERENCE.sub(self._moved, data).replace(b"\x02", b"")
        whole = b"\x01%d\x01 0 obj\n" % own + data.replace(b"%", b"%%") + b"\nendobj\n"
        return GAP.sub(b"%d", whole), [int(found) for found in GAP.findall(whole)]

    def _moved(self, found: re.Match[bytes]) -> bytes:
        number = int(found[1])
        if number in self._own:
            return b"\x01%d\x01 0 R" % self._own[number]
        return b"%d 0 R" % (self._fixed.get(number) or self._assembly.share(self._made, number, self._known))


class Assembly:
    """A file that grows by one letter at a time."""

    def __init__(self, target: BinaryIO) -> None:
        self._target, self._at = target, 0
        self._places = array("Q", [0] * (MARKS_BY_PAGE + 1))  # of each object, from the beginning of the file
        self._written: dict[bytes, int] = {}  # what letters share, by its digest
        self._moulds: dict[int, tuple[Compiled, Mould]] = {}
        self._pages, self._tops, self._by_page = array("Q"), array("Q"), array("Q")
        self._first: Compiled | None = None
        self._write(HEAD)

    def add(self, made: Compiled, written: Sequence[bytes]) -> None:
        """One letter, with these words in its places."""
        mould = self._mould(made)
        base, pages = len(self._places), len(self._pages)
        numbers = [*range(base, base + mould.size), *range(pages, pages + mould.pages)]
        first = base + mould.first_words
        words = [WORDS % (first + at, len(shown), shown) for at, shown in enumerate(written)]
        data, starts = mould.cast(numbers)
        self._places.extend([self._at + start for start in starts])
        for at in accumulate(map(len, words), initial=self._at + len(data)):
            self._places.append(at)
        self._places.pop()  # where the next letter begins
        self._write(b"".join([data, *words]))
        self._pages.extend(numbers[: mould.pages])
        self._by_page.extend(numbers[mould.pages : 2 * mould.pages])
        self._tops.extend([numbers[each] for each in mould.top])

    def close(self) -> None:
        """What binds the letters together: the list of pages, the tree of marks, the table of objects."""
        assert self._first is not None  # an empty print file is refused before
        pdf, known = self._first.pdf, dict[int, int]()
        by_page = b" ".join(b"%d %d 0 R" % each for each in enumerate(self._by_page))
        self._fixed(PAGES, b"<</Type /Pages/Kids [%s]/Count %d>>" % (_references(self._pages), len(self._pages)))
        self._fixed(MARKS, b"<</Type /StructTreeRoot/ParentTree %d 0 R/K [%d 0 R]>>" % (MARKS_BY_PAGE, DOCUMENT))
        top = _references(self._tops)
        self._fixed(DOCUMENT, b"<</Type /StructElem/S /Document/P %d 0 R/K [%s]>>" % (MARKS, top))
        self._fixed(MARKS_BY_PAGE, b"<</Nums [%s]>>" % by_page)
        whole = {
            **{name: value for name, value in pdf.catalog.items() if name not in NOT_OF_THE_WHOLE},
            "Pages": b"%d 0 R" % PAGES,
            "StructTreeRoot": b"%d 0 R" % MARKS,
            "Metadata": b"%d 0 R" % self.share(self._first, _number(pdf.catalog["Metadata"]), known),
        }
        self._fixed(CATALOGUE, pydyf.Dictionary(whole).data)
        info = self.share(self._first, pdf.info.number, known)
        start = self._at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places))
        places = self._places[1:]
        self._write((b"%010d 00000 n \n" * len(places)) % tuple(places))
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (len(self._places), CATALOGUE, info, start))

    def share(self, made: Compiled, number: int, known: dict[int, int]) -> int:
        """The number in this file of an object that letters share; what is the same to the byte is written once."""
        if number not in known:
            # What stands before a stream refers to other objects; what is in the stream only looks as if it did.
            head, *stream = made.data(number).partition(b"\nstream\n")
            moved = REFERENCE.sub(lambda to: b"%d 0 R" % self.share(made, int(to[1]), known), head)
            known[number] = self._once(b"".join([moved, *stream]))
        return known[number]

    def stream(self, drawn: bytes) -> int:
        """The number of what is drawn, compressed."""
        content = zlib.compress(drawn)
        return self._once(b"<</Length %d/Filter /FlateDecode>>\nstream\n%s\nendstream" % (len(content), content))

    def _mould(self, made: Compiled) -> Mould:
        """Kept while letters are filled into it; a letter that was laid out by itself is the only one of its kind."""
        self._first = self._first or made
        if not made.places:
            return Mould(made, self)
        if id(made) not in self._moulds:
            self._moulds[id(made)] = made, Mould(made, self)
        return self._moulds[id(made)][1]

    def _once(self, data: bytes) -> int:
        digest = sha256(data).digest()
        if digest not in self._written:
            self._places.append(0)
            self._written[digest] = len(self._places) - 1
            self._fixed(self._written[digest], data)
        return self._written[digest]

    def _fixed(self, number: int, data: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n" % number + data + b"\nendobj\n")

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._at += len(data)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _numbers(references: Sequence[bytes]) -> list[int]:
    return [_number(each) for each in references]


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _marks_by_page(made: Compiled) -> list[bytes]:
    """For each page, which mark stands for each piece of it."""
    root = made.pdf.objects[_number(made.pdf.catalog["StructTreeRoot"])]
    by_page = made.pdf.objects[_number(root["ParentTree"])]["Nums"]
    return [marks.data for marks in by_page[1::2]]
