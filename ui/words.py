"""How dates, times, money and numbers are said, after the NHS content style; pure, no clock and no settings."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

DASH = "–"
SOON_DAYS = 28
DEFAULT_DUE_COLOUR = "grey"
LONGEST_TOKEN = 40
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True)
class DueWords:
    text: str
    colour: str


def day(value: date) -> str:
    return f"{value.day} {value:%B} {value.year}"


def weekday(value: date) -> str:
    return f"{value:%A} {day(value)}"


def clock(value: datetime | time) -> str:
    """2:30pm, 5pm, midday, midnight."""
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    half = "am" if value.hour < 12 else "pm"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{half}"


def moment(value: datetime) -> str:
    return f"{day(value)} at {clock(value)}"


def money(pence: int) -> str:
    """Pence as pounds, with the sign before the pound sign."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


def percent(share: float | Decimal, places: int = 0) -> str:
    """A share between 0 and 1 as a percentage, halves rounded up as people do."""
    step = Decimal(1).scaleb(-places)
    return f"{(Decimal(str(share)) * 100).quantize(step, rounding=ROUND_HALF_UP)}%"


def age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def nhs_number_groups(number: str) -> list[str]:
    """An NHS number in its three groups; anything that is not ten digits stays in one piece."""
    digits = re.sub(r"\s", "", number)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return [number]
    return [digits[:3], digits[3:6], digits[6:]]


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def due(due_on: date | None, today: date, label: str = "", soon: int = SOON_DAYS) -> DueWords:
    """What to say about a due date on a day, and in which colour."""
    name = label.strip()
    if due_on is None:
        noun = f"{name[:1].lower()}{name[1:]} date" if name else "date set"
        return DueWords(f"No {noun}", DEFAULT_DUE_COLOUR)
    days = (due_on - today).days
    if days < 0:
        return DueWords(f"{name} {counted(-days, 'day')} overdue".strip(), "red")
    start = f"{name} due" if name else "Due"
    if days == 0:
        return DueWords(f"{start} today", "orange")
    when = "tomorrow" if days == 1 else f"in {counted(days, 'day')}"
    return DueWords(f"{start} {when}", "yellow" if days <= soon else DEFAULT_DUE_COLOUR)


def breakable(text: str, longest: int = LONGEST_TOKEN) -> str:
    """The text with a place to break in every token too long for a line; long tokens make layout slow.

    A mark that belongs to the letter before it is never parted from it.
    """
    return re.sub(rf"\S{{{longest + 1},}}", lambda found: _broken(found[0], longest), text)


def _broken(token: str, longest: int) -> str:
    pieces: list[str] = []
    piece = ""
    for character in token:
        if character == ZERO_WIDTH_SPACE:
            pieces.append(piece)
            piece = ""
        elif len(piece) >= longest and not _clings(character, piece, longest):
            pieces.append(piece)
            piece = character
        else:
            piece += character
    return ZERO_WIDTH_SPACE.join([*pieces, piece])


def _clings(character: str, piece: str, longest: int) -> bool:
    """Whether a break before this character would part a mark from its letter; a pile of marks is broken anyway."""
    joined = unicodedata.category(character) in {"Mn", "Me", "Mc"} or "\u200d" in (character, piece[-1])
    return joined and len(piece) < longest * 2


def sentence(value: str) -> str:
    """A stored value such as not_started as words."""
    words = value.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
