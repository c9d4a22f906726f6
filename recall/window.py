"""Whether an address fits the window of an envelope (C5 folded once, DL folded twice; reference standards 8.3).

The window shows 92 by 26 mm of type. What does not fit is refused before it is printed, never cut off. Characters are
counted by how wide the letter's own font has them, since an address in capitals is a quarter wider than one without.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

# Hundredths of the size of type, at most, as Inter Regular has them; Œ is the widest there is.
WIDTHS = {" ": 29, **dict.fromkeys("ijlI.,:;'’|!", 31), **dict.fromkeys("frt-/()1", 46), **dict.fromkeys("mwM", 90)}
LOWER, UPPER, WIDEST = 62, 77, 101


@dataclass(frozen=True)
class Size:
    """A size of type: how many lines stand in the window, and how wide a line is, in hundredths of the size."""

    name: str
    lines: int
    width: int


SIZES = (Size("normal", 5, 2600), Size("small", 7, 3250))


def size_for(lines: list[str]) -> str:
    """The largest size in which every line of the address is seen; raises ValidationError when there is none."""
    for size in SIZES:
        if sum(_lines(line, size.width) for line in lines) <= size.lines:
            return size.name
    raise ValidationError("The address is too long for the window of an envelope. Shorten it, then try again.")


def _lines(line: str, room: int) -> int:
    """How many lines a line of an address takes: words go whole to the next, and one longer than a line is broken."""
    count, used = 1, 0
    for word in line.split():
        wide = sum(map(_width, word))
        if used and used + WIDTHS[" "] + wide <= room:
            used += WIDTHS[" "] + wide
            continue
        count += bool(used)
        while wide > room:  # the last character that would not fit begins the next line
            count, wide = count + 1, wide - (room - WIDEST)
        used = wide
    return count


def _width(character: str) -> int:
    if character in WIDTHS:
        return WIDTHS[character]
    if character.isascii() and (character.islower() or character.isdigit()):
        return LOWER
    return UPPER if character.isascii() and character != "W" else WIDEST
