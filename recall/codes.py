"""The short code on a paper slip: ten characters of an attempt's own key, with a check character, to be typed by staff.

No vowels, so that no word comes of it, and none of 0, 1, I, L and O. The check character is Luhn's, modulo the size of
the alphabet (ISO/IEC 7812-1, annex B, generalised): it finds every character typed wrong and nearly every two swapped.
A code is no secret: it is typed by somebody who is signed in, and opens nobody whom they may not see.
"""

import re
from uuid import UUID

from django.core.exceptions import ValidationError

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
_BASE = len(ALPHABET)
_LENGTH = 9
_BITS = 43  # of the key; a million letters share a code with one chance in twenty
_SHIFT = 128 - _BITS
WRONG = "Check the code: a character is missing or wrong. It has 10 letters and numbers, like BCDFG-23456."


def code_of(attempt_id: UUID) -> str:
    """The code printed on the slip of this attempt."""
    number, characters = attempt_id.int >> _SHIFT, ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, _BASE)
        characters = ALPHABET[digit] + characters
    characters += _check(characters)
    return f"{characters[:5]}-{characters[5:]}"


def bounds(typed: str) -> tuple[UUID, UUID]:
    """The first and last key that a typed code may stand for; raises ValidationError when it is no code."""
    characters = re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()
    if len(characters) != _LENGTH + 1 or set(characters) - set(ALPHABET) or _check(characters[:-1]) != characters[-1]:
        raise ValidationError(WRONG, code="code")
    number = 0
    for character in characters[:-1]:
        number = number * _BASE + ALPHABET.index(character)
    if number >> _BITS:
        raise ValidationError(WRONG, code="code")
    return UUID(int=number << _SHIFT), UUID(int=(number + 1 << _SHIFT) - 1)


def _check(characters: str) -> str:
    total = 0
    for place, character in enumerate(reversed(characters)):
        doubled = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += doubled // _BASE + doubled % _BASE
    return ALPHABET[-total % _BASE]
