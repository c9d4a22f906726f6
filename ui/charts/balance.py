"""A whole divided into parts that add up, as one bar with a letter on each part."""

import string
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from ui import words
from ui.charts.scale import identifier

WIDTH, GAP, LEAST = 720.0, 2.0, 3.0
LETTERS = string.ascii_uppercase
# Dark and light in turn, so that neighbours differ without colour; the pattern says the same again.
FILLS = {
    "done": ("#005eb8", "#ffffff"),
    "going": ("#41b6e6", "#212b32"),
    "waiting": ("#ffeb3b", "#212b32"),
    "trouble": ("#b3260c", "#ffffff"),
    "out": ("#d8dde0", "#212b32"),
}
IN_TURN = ("done", "going", "out", "waiting", "trouble")


@dataclass(frozen=True)
class Part:
    label: str
    count: int
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Balance:
    """A title that says the finding, the parts, and the whole they must add up to."""

    title: str
    parts: Sequence[Part]
    total: int
    noun: str = "people"

    def __post_init__(self) -> None:
        found = sum(part.count for part in self.parts)
        if found != self.total or any(part.count < 0 for part in self.parts):
            raise ValidationError(f"The parts add up to {found:,}, not to {self.total:,}.", code="unbalanced")


@dataclass(frozen=True)
class Segment:
    letter: str
    label: str
    count: int
    url: str
    share: str
    fill: str
    ink: str
    x: float
    width: float
    middle: float
    room: bool


@dataclass(frozen=True)
class BalanceDrawing:
    identifier: str
    title: str
    description: str
    segments: list[Segment]
    total: int
    noun: str


def draw_balance(balance: Balance) -> BalanceDrawing:
    widths = _widths([part.count for part in balance.parts])
    segments, x = [], 0.0
    for index, (part, width) in enumerate(zip(balance.parts, widths, strict=True)):
        fill, ink = FILLS.get(part.kind) or FILLS[IN_TURN[index % len(IN_TURN)]]
        segments.append(
            Segment(
                letter=LETTERS[index % len(LETTERS)],
                label=part.label,
                count=part.count,
                url=part.url,
                share=words.percent(part.count / balance.total) if balance.total else words.DASH,
                fill=fill,
                ink=ink,
                x=round(x, 1),
                width=width,
                middle=round(x + width / 2, 1),
                room=width >= 12 + 8 * len(f"{part.count:,}"),
            )
        )
        x += width + (GAP if width else 0)
    description = "; ".join(f"{part.label} {part.count:,}" for part in balance.parts)
    name = identifier("balance", balance.title, description)
    return BalanceDrawing(name, balance.title, description, segments, balance.total, balance.noun)


def _widths(counts: list[int]) -> list[float]:
    """Widths in proportion; whatever is not nought can be seen."""
    shown = [count for count in counts if count]
    room = WIDTH - GAP * max(len(shown) - 1, 0)
    total = sum(shown)
    small = [count for count in shown if count / total * room < LEAST]
    rest = room - LEAST * len(small)
    rest_total = total - sum(small)

    def width(count: int) -> float:
        if not count:
            return 0.0
        return LEAST if count / total * room < LEAST else round(count / rest_total * rest, 1)

    return [width(count) for count in counts]
