"""Letters that are laid out once and then only filled in: most of the time of a letter goes into laying it out.

Markup has places: `<span data-place="0"></span>`, each at the end of a line. It is laid out once by WeasyPrint with
words that stand for nobody, and where they are written is found in the pages that came of it. For each letter its own
words are written there, in the font and size of the place. What does not fit its line, or what the pages carry no
letters for, is not filled in at all: that letter is laid out by itself, so that nothing is squeezed or left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from ui.press import layout
from ui.press.shaping import Shaper
from ui.words import LONGEST_TOKEN

KEPT = 50  # kinds of letter, each of some four megabytes
HAIR = 0.5  # pixels within which it is not decided here whether a line still fits
# What names and addresses are made of: Latin-1, Latin Extended-A and what is typed between; and the letters that change
# their shape beside others, such as a hyphen between capitals.
LETTERS = [
    chr(n)
    for n in (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x149), *range(0x14A, 0x180), *range(0x218, 0x21C))
]
BESIDE = "‘ ’ “ ” – — … • A-A A–A A:A (A) A/A A'A A’A A.A A+A A@A 1-1 1:1 1x1 1/2 x2"
COVER = (
    f"<html lang=en><title>Letters</title><body class=print><p>{escape(' '.join(LETTERS))} {BESIDE}</p></body></html>"
)
# What stands in a page as it is: visible words that need no place to break in, with one space between them.
PLAIN = re.compile(rf"\S{{1,{LONGEST_TOKEN}}}(?: \S{{1,{LONGEST_TOKEN}}})*")
FONT = re.compile(rb"/(\w+) ([\d.]+) Tf")


@dataclass(frozen=True)
class Place:
    """Where a letter's own words go: in which font, how much room there is, and at which step of drawing which page."""

    shaper: Shaper
    room: float
    page: int
    step: int

    def written(self, value: str) -> bytes | None:
        """The value as the page shows it; None where it does not fit or cannot be written."""
        if not value.isprintable() or not PLAIN.fullmatch(value):
            return None
        shown = self.shaper.shape(value)
        return shown[0] if shown and shown[1] <= self.room - HAIR else None


@dataclass(frozen=True)
class Compiled:
    """Pages with places, as the objects of a PDF that WeasyPrint made, and what to write into each place."""

    pdf: Any
    pages: int
    places: Sequence[Place] = ()
    _data: dict[int, bytes] = field(default_factory=dict)

    def data(self, number: int) -> bytes:
        """An object as it is written; fonts are compressed each time they are asked, so it is kept."""
        if number not in self._data:
            self._data[number] = self.pdf.objects[number].data
        return self._data[number]

    def written(self, values: Sequence[str]) -> list[bytes] | None:
        """What goes into each place; None where this letter has to be laid out by itself."""
        found = []
        for place, value in zip(self.places, values, strict=True):
            shown = place.written(value)
            if shown is None:
                return None
            found.append(shown)
        return found

    def pieces(self, page: int) -> Iterator[bytes | int]:
        """What is drawn on a page, in its order: pieces that every letter shows, and the numbers of places."""
        steps = drawing(self.pdf, page)
        begin = 0
        for at, number in sorted((place.step, n) for n, place in enumerate(self.places) if place.page == page):
            yield b"\n".join(steps[begin:at])
            yield number
            begin = at + 1
        yield b"\n".join(steps[begin:])


def whole(markup: str, values: Sequence[str]) -> Compiled:
    """One letter, laid out with its own words."""
    document = layout.laid_out(markup, values)
    return Compiled(layout.objects_of(document), len(document.pages))


@lru_cache(maxsize=1)
def cover() -> Any:
    """A page with every letter that may be filled in, so that the font in the file has them; it is not printed."""
    return layout.laid_out(COVER)


@lru_cache(maxsize=KEPT)
def compiled(markup: str) -> Compiled | None:
    """The markup laid out once; None where its places cannot be filled in, so that every letter is laid out."""
    count = layout.count_places(markup)
    ours = layout.laid_out(markup, [sample(n) for n in range(count)])
    both = layout.joined([ours, cover()])
    pdf = layout.objects_of(both)
    written = list(_writing(both, pdf, len(ours.pages)))
    places = []
    for number in range(count):
        room = _room(ours, number)
        if room is None:
            return None
        found = [
            Place(shaper, room, page, step)
            for page, step, shaper, operator in written
            if (shown := shaper.shape(sample(number))) and shown[0] == operator
        ]
        # Found once means: we write it as WeasyPrint does, and nobody else wrote the same.
        if len(found) != 1:
            return None
        places += found
    return Compiled(pdf, len(ours.pages), places)


def sample(number: int) -> str:
    """Words that stand for nobody, found again in the page because they stand there once; no line is full of them."""
    return f"Ty{number:02d}Av"


def _room(document: Any, number: int) -> float | None:
    """How wide the place may become, in pixels; None unless it is one piece of text, last of its line in any case."""
    found = [each for page in document.pages for each in _lines(page._page_box, None, str(number))]
    if len(found) != 1:
        return None
    piece, line, block = found[0]
    said = [each for each in _texts(line) if each.text.strip()]
    if said[-1] is not piece or (said[0] is piece and not _begins(line, block)):
        return None
    return float(block.content_box_x() + block.width - piece.position_x)


def _begins(line: Any, block: Any) -> bool:
    """Whether the line is a new one whatever stands in it: the first of its block, or after a break."""
    at = [each is line for each in block.children].index(True)
    return at == 0 or any(each.element_tag.startswith("br") for each in block.children[at - 1].descendants())


def _lines(box: Any, block: Any, number: str) -> Iterator[tuple[Any, Any, Any]]:
    """Each piece of text of a place, with its line and the block whose width holds the line."""
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # what stands absolutely is wrapped
    if isinstance(box, boxes.LineBox):
        yield from ((each, box, block) for each in _texts(box) if _place_of(each) == number)
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _lines(child, box if isinstance(box, boxes.BlockContainerBox) else block, number)


def _place_of(box: Any) -> str | None:
    return None if box.element is None else box.element.get(layout.PLACE)


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(child)


def drawing(pdf: Any, page: int) -> list[bytes]:
    """What is drawn on a page, step by step."""
    number = int(pdf.page_references[page].split()[0])
    contents = int(pdf.objects[number]["Contents"].split()[0])
    return [_as_bytes(step) for step in pdf.objects[contents].stream]


def _as_bytes(step: Any) -> bytes:
    if isinstance(step, bytes):
        return step
    return getattr(step, "data", None) or str(step).encode()


def _writing(document: Any, pdf: Any, pages: int) -> Iterator[tuple[int, int, Shaper, bytes]]:
    """Every step that writes text on these pages: on which, at which step, in which font, and what it writes."""
    fonts = {font.hash: font for font in document.fonts.values()}
    shapers: dict[bytes, Shaper] = {}
    for page in range(pages):
        shaper = None
        for at, step in enumerate(drawing(pdf, page)):
            if found := FONT.fullmatch(step):
                shaper = shapers.get(step) or Shaper(fonts[found[1].decode()], float(found[2]))
                shapers[step] = shaper
            elif step.endswith(b" TJ") and shaper:
                # WeasyPrint says of each pair of letters how far apart, even where it is not at all.
                yield page, at, shaper, step.replace(b">0<", b"").replace(b">0]", b">]")
