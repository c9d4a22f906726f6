"""Whether an address fits the window of an envelope (C5 folded once, DL folded twice; reference standards 8.3).

The window shows 95 by 26 mm. Ten-point type gives five lines of 44 characters in it, eight-point seven of 56; what
does not fit is refused before it is printed, never cut off.
"""

import math
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Size:
    """A size of type: how many lines stand in the window, and how many characters on a line."""

    name: str
    lines: int
    characters: int


SIZES = (Size("normal", 5, 44), Size("small", 7, 56))


def size_for(lines: list[str]) -> str:
    """The largest size in which every line of the address is seen; raises ValidationError when there is none."""
    for size in SIZES:
        if sum(math.ceil(len(line) / size.characters) or 1 for line in lines) <= size.lines:
            return size.name
    raise ValidationError("The address is too long for the window of an envelope. Shorten it, then try again.")
