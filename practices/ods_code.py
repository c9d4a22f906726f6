"""Organisation Data Service codes: how they are written, and what kind of organisation one looks like.

Source: reference file layout `epraccur.pdf` (NHS Digital, December 2019) and the ODS code patterns.
"""

import re

from django.core.exceptions import ValidationError

ANY_CODE = re.compile(r"^[A-Z0-9]{3,12}$")
PRACTICE_CODE = re.compile(r"^([A-HJ-NP-WY]\d{5}|ALD\d{3}|GUE\d{3}|JER\d{3})$")
NO_PRACTICE = {"V81997": "no registered practice", "V81998": "not applicable", "V81999": "practice not known"}


def normalise(code: str) -> str:
    """The code in capitals without spaces round it."""
    return code.strip().upper()


def check(code: str) -> str:
    """The code, normalised; raises ValidationError when it cannot be an organisation code at all."""
    code = normalise(code)
    if not ANY_CODE.fullmatch(code) or not code.isascii():
        raise ValidationError("Enter an organisation code of 3 to 12 letters and numbers, for example A81001.")
    return code


def is_practice_code(code: str) -> bool:
    """Whether the code has the shape of a GP practice code. Only ever a warning: newer codes have other shapes."""
    return bool(PRACTICE_CODE.fullmatch(code))
