"""NHS numbers: the check digit, the ranges, and how a number is typed and shown.

Source: NHS data dictionary modulus 11 rule and number ranges (standards 1.1, 1.2). Numbers beginning 999 are synthetic
and are taken as well, because every demonstration and test uses them. What spreadsheets do to long numbers is undone
where nothing is lost (9990000018.0) and told where something is (9.99E+09).
"""

import re
from operator import mul

from django.core.exceptions import ValidationError

WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
SEPARATORS = re.compile(r"[ \-\u00a0\u2010-\u2015]")
NATIONAL_INSURANCE = re.compile(r"^[A-Z]{2}\d{6}[A-D]$")
SHORTENED = re.compile(r"^[0-9](\.[0-9]+)?E\+?[0-9]+$")
COUNTED = re.compile(r"^([0-9]{10})\.0+$")
ISSUED_HERE = ("4", "6", "7", "999")


def check_digit(first_nine: str) -> int | None:
    """The tenth digit that belongs to these nine, or None when no number may begin so."""
    remainder = 11 - sum(map(mul, WEIGHTS, map(int, first_nine))) % 11
    if remainder == 10:
        return None
    return 0 if remainder == 11 else remainder


def check(typed: str) -> str:
    """The ten digits of the number as typed; raises ValidationError saying what is wrong with it, in words."""
    digits = typed if typed.isascii() and typed.isdigit() else _digits(typed)
    if len(digits) != 10:
        raise ValidationError(f"Enter all 10 digits of the NHS number; this one has {len(digits)}.", code="length")
    if digits == digits[0] * 10 or check_digit(digits[:9]) != int(digits[9]):
        raise ValidationError("This is not a real NHS number. Check each digit against the source.", code="check_digit")
    if not digits.startswith(ISSUED_HERE):
        raise ValidationError("This number is not one issued in England, Wales or the Isle of Man.", code="range")
    return digits


def _digits(typed: str) -> str:
    """What is left without spaces and dashes; refused when that is no plain number."""
    digits = COUNTED.sub(r"\1", SEPARATORS.sub("", typed.strip()).upper())
    if NATIONAL_INSURANCE.fullmatch(digits):
        raise ValidationError(
            "This is a National Insurance number. Enter the 10-digit NHS number.", code="national_insurance"
        )
    if SHORTENED.fullmatch(digits):
        raise ValidationError(
            "A spreadsheet has shortened this number. Format the column as text, and enter the 10-digit NHS number.",
            code="shortened",
        )
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError("Enter an NHS number using the digits 0 to 9 only.", code="not_digits")
    return digits


def display(digits: str) -> str:
    """The number in the usual groups: 999 000 0018."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
