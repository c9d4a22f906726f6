"""The events that a practice codes in its own record (H18), and what a code of SNOMED CT looks like."""

import re

from django.db.models import TextChoices

# A concept: 6 to 18 digits, of which the third and second from the end are 00 or 10 (SNOMED CT Release File
# Specifications, "SCTID partition identifier"). The last digit is Verhoeff's check on the others.
_CONCEPT = re.compile(r"[1-9]\d{2,14}[01]0\d")
_PERMUTED = "1576283094"


class Coded(TextChoices):
    """What happens here and belongs in the record of the practice too."""

    FIRST_INVITATION = "first_invitation", "First invitation sent"
    SECOND_INVITATION = "second_invitation", "Second invitation sent"
    LATER_INVITATION = "later_invitation", "Third or later invitation sent"
    BOOKED = "booked", "Review booked"
    DECLINED = "declined", "Review declined"
    MISSED = "missed", "Did not attend the review"
    ACTIVATION = "activation", "Activation score"
    PLAN_AGREED = "plan_agreed", "Care plan agreed"
    REVIEW_DONE = "review_done", "Care plan reviewed"


def is_concept(code: str) -> bool:
    """Whether this is how the identifier of a SNOMED CT concept is built, its check digit included."""
    return bool(_CONCEPT.fullmatch(code)) and _checksum(code) == 0


def _checksum(digits: str) -> int:
    """Verhoeff's, over the multiplication of the dihedral group of ten; 0 where nothing was mistyped."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total = _times(total, _permuted(int(digit), place))
    return total


def _permuted(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = int(_PERMUTED[digit])
    return digit


def _times(left: int, right: int) -> int:
    """Turns are 0 to 4, mirrored turns 5 to 9: a mirror turns what comes after it the other way round."""
    turn = left % 5 + (right % 5 if left < 5 else -(right % 5))
    return turn % 5 + 5 * ((left < 5) != (right < 5))
