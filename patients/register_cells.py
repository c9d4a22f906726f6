"""How one cell of a register is read: in every way that registers write it, or refused with words that say what to do.

Each function takes the text of a cell and gives what is kept, or raises ValidationError. Sources: codes that mean "no
practice" (standards 2.1), sex (7.2, note), formats (8.6).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from patients.register_columns import plain
from practices import ods_code

SEXES = {
    "female": "female", "f": "female", "2": "female", "woman": "female",
    "male": "male", "m": "male", "1": "male", "man": "male",
    "other": "other", "o": "other", "9": "other", "indeterminate": "other", "i": "other", "notspecified": "other",
    "x": "other", "nonbinary": "other",
    "unknown": "unknown", "u": "unknown", "0": "unknown", "notknown": "unknown", "n": "unknown", "notstated": "unknown",
}  # fmt: skip
ANSWERS = {
    "y": True, "yes": True, "true": True, "t": True, "1": True,
    "n": False, "no": False, "false": False, "f": False, "0": False,
}  # fmt: skip
CHANNELS = {
    "letter": "letter", "post": "letter", "mail": "letter", "paper": "letter",
    "sms": "sms", "text": "sms", "textmessage": "sms", "mobile": "sms",
    "email": "email",
}  # fmt: skip
FORMATS = {
    "standard": "standard", "standardprint": "standard", "print": "standard",
    "large": "large_print", "largeprint": "large_print", "11": "large_print",
    "easyread": "easy_read", "easy": "easy_read",
}  # fmt: skip
NO_PRACTICE = ods_code.NO_PRACTICE | {"X99999": "practice not known"}
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]?([0-9]{2})[/.\-]?([0-9]{2})", re.ASCII)
IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-/]?([a-z]{3,9})\.?,?[ \-/]?([0-9]{4})", re.ASCII)
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
EARLIEST = date(1900, 1, 1)
HOW_TO_WRITE_A_DATE = "Write it with the day first and all four figures of the year, like 17/05/1980."
LONGEST_NAME, LONGEST_LINE, MOST_LINES, LONGEST_LANGUAGE, LONGEST_NEEDS = 80, 80, 5, 40, 200
# A sign that a spreadsheet, ours included, puts before what it would otherwise run or count.
GUARD = re.compile("'(?=[=+\\-@\t＝＋－＠])")
AS_TEXT = re.compile(r'="([^"]*)"')
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
SPACES = re.compile(r"\s+")


def tidy(cell: str) -> str:
    """A cell without the spaces round it, invisible characters, and what spreadsheets wrap text in; composed (NFC)."""
    if cell.isalnum() and cell.isascii():
        return cell
    if not cell.isascii() or not cell.isprintable():
        cell = unicodedata.normalize("NFC", UNSEEN.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")))
    cell = cell.strip()
    if cell[:1] == "'":
        cell = GUARD.sub("", cell, count=1)
    elif cell[:2] == '="':
        cell = AS_TEXT.sub(r"\1", cell)
    return cell


def day(typed: str) -> date:
    """The date as typed in any of the ways registers write it; raises ValueError when there is no such day."""
    if found := DAY_FIRST.fullmatch(typed):
        return date(int(found[3]), int(found[2]), int(found[1]))
    typed = MIDNIGHT.sub("", typed)
    if found := YEAR_FIRST.fullmatch(typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := IN_WORDS.fullmatch(typed.lower()):
        month = next((number for number, name in enumerate(MONTHS, 1) if name.startswith(found[2])), 0)
        return date(int(found[3]), month, int(found[1]))
    raise ValueError("Not a way of writing a date.")


def born_on(cell: str, today: date) -> date:
    typed = tidy(cell)
    if not typed:
        raise ValidationError(f"Enter the date of birth. {HOW_TO_WRITE_A_DATE}")
    try:
        born = day(typed)
    except ValueError:
        raise ValidationError(f"“{typed[:40]}” is not a real date. {HOW_TO_WRITE_A_DATE}") from None
    if born > today:
        raise ValidationError(f"“{typed[:40]}” is in the future. Check the year.")
    if born < EARLIEST:
        raise ValidationError(f"“{typed[:40]}” is before 1900. Check the year.")
    return born


def text(cell: str, longest: int) -> str:
    """Tidy text on one line, no longer than it can be kept."""
    cell = tidy(cell)
    if "  " in cell or not cell.isprintable():
        cell = SPACES.sub(" ", cell)
    if len(cell) > longest:
        raise ValidationError(f"Shorten this to {longest} characters or fewer; it has {len(cell)}.")
    return cell


def name(cell: str) -> str:
    if cell.isalpha() and cell.isascii() and len(cell) <= LONGEST_NAME:
        return cell
    found = text(cell, LONGEST_NAME)
    if not any(map(str.isalpha, found)):
        raise ValidationError("Enter a name that has letters in it." if found else "Enter the name.")
    return found


def whole_name(cell: str) -> tuple[str, str]:
    """Family and given name from one cell: “Ash, Jo”, or two words with the family name last."""
    whole = text(cell, 2 * LONGEST_NAME)
    family, comma, given = (part.strip() for part in whole.partition(","))
    if not comma and whole.count(" ") == 1:
        given, family = whole.split(" ")
    try:
        return name(family), name(given)
    except ValidationError:
        raise ValidationError("Write the family name first, a comma, and the given name, like “Ash, Jo”.") from None


def address(cell: str) -> str:
    """The lines of an address that stands in one cell, parted by commas or lines: one a line."""
    parts = (SPACES.sub(" ", part).strip() for part in re.split(r"[,\n]", tidy(cell)))
    lines = list(filter(None, parts))
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise ValidationError(f"Write it in {MOST_LINES} lines or fewer, of {LONGEST_LINE} characters or fewer.")
    return "\n".join(lines)


def yes_or_no(cell: str) -> bool | None:
    typed = tidy(cell)
    if not typed:
        return None
    if typed.lower() not in ANSWERS:
        raise ValidationError(f"“{typed[:40]}” is not yes or no. Write Y, N, or leave it empty.")
    return ANSWERS[typed.lower()]


def practice_code(cell: str) -> str:
    code = tidy(cell).upper()
    if not code:
        raise ValidationError("Enter the code of the practice, like A81001.")
    if code in NO_PRACTICE:
        raise ValidationError(
            f"{code} means “{NO_PRACTICE[code]}”. Enter the practice that answers for this person here."
        )
    return code


def one_of(known: Mapping[str, str], choices: str) -> Callable[[str], str]:
    """A check that the cell is one of the ways to write these choices."""

    def check_choice(cell: str) -> str:
        typed = tidy(cell)
        found = known.get(plain(typed), "")
        if typed and not found:
            raise ValidationError(f"“{typed[:40]}” is not one of {choices}.")
        return found

    return check_choice


def filled(check_typed: Callable[[str], str]) -> Callable[[str], str]:
    """A check that lets an empty cell be."""

    def check_filled(cell: str) -> str:
        typed = tidy(cell)
        return check_typed(typed) if typed else ""

    return check_filled
