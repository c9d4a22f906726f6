"""One row of a register as it comes in a file: whether what it says can be kept, and if not, why, in words.

Sources: NHS number and its traps (standards 1.1, 1.2), codes that mean "no practice" (2.1), sex (7.2, note), formats
(8.6). Nothing here asks the database: the practices that take part are handed in.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from patients import contact, nhs_number
from patients.register_columns import ADDRESS_LINES, HEADINGS, Layout, plain
from practices import ods_code


class Reason(TextChoices):
    """Why a row was not taken: counted, and shown."""

    NHS_NUMBER = "nhs_number", "NHS number"
    NAME = "name", "Name"
    BORN_ON = "born_on", "Date of birth"
    SEX = "sex", "Sex"
    ADDRESS = "address", "Address"
    CONTACT = "contact", "Contact details"
    PREFERENCE = "preference", "Preferences"
    PRACTICE = "practice", "Practice code"
    NOT_TAKING_PART = "not_taking_part", "Practice does not take part"
    NOT_YOURS = "not_yours", "Another practice's row"
    REPEATED = "repeated", "Repeats another row"
    NUMBER_TWICE = "number_twice", "NHS number twice in the file"
    DECIDED = "decided", "Already decided against"


@dataclass(frozen=True)
class Rejection:
    """Why a row cannot be taken: the column, the kind of reason, and what to do about it."""

    column: str
    reason: Reason
    words: str


class RegisterRow(NamedTuple):
    """A row that can be kept, in the types it is kept in.

    An empty cell, or a column that the file has not, is empty text or None: it says nothing, and changes nothing. A
    tuple, because a file has a hundred thousand of them.
    """

    nhs_number: str | None
    family_name: str
    given_name: str
    born_on: date
    sex: str
    address: str  # one line of the address a line
    postcode: str
    no_fixed_abode: bool | None
    mobile: str
    email: str
    preferred_channel: str
    safe_to_post: bool | None
    safe_to_text: bool | None
    safe_to_email: bool | None
    language: str
    format: str
    needs: str
    practice_code: str

    @property
    def source_hash(self) -> str:
        """What tells whether the source says anything new. Ours to define, so that it never changes by itself."""
        return hashlib.blake2b("\x1f".join(map(str, self)).encode(), digest_size=16).hexdigest()


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
MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6}
MONTHS |= {"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]?([0-9]{2})[/.\-]?([0-9]{2})", re.ASCII)
IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-/]?([a-z]{3})[a-z]{0,6}\.?,?[ \-/]?([0-9]{4})", re.ASCII)
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
    typed = MIDNIGHT.sub("", typed)
    if found := DAY_FIRST.fullmatch(typed):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := YEAR_FIRST.fullmatch(typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := IN_WORDS.fullmatch(typed.lower()):
        return date(int(found[3]), MONTHS.get(found[2], 0), int(found[1]))
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
    if not (cell.isalnum() and cell.isascii()):
        cell = SPACES.sub(" ", tidy(cell))
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
    """The lines of an address that stands in one cell, parted by commas or lines."""
    return lines(SPACES.sub(" ", part).strip() for part in re.split(r"[,\n]", tidy(cell)))


def lines(parts: Iterable[str]) -> str:
    """The lines of an address that are not empty, one a line."""
    filled = list(filter(None, parts))
    if len(filled) > MOST_LINES or any(len(line) > LONGEST_LINE for line in filled):
        raise ValidationError(f"Write it in {MOST_LINES} lines or fewer, of {LONGEST_LINE} characters or fewer.")
    return "\n".join(filled)


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
        raise ValidationError(f"{code} means “{NO_PRACTICE[code]}”. Enter the practice that answers for this person here.")
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


class Memo(dict[str, Any]):
    """Remembers what a check made of a cell, for columns whose cells repeat. Bounded, whatever a file holds."""

    MOST, LONGEST = 50_000, 40

    def __init__(self, check_cell: Callable[[str], Any]) -> None:
        super().__init__()
        self.check_cell = check_cell

    def __missing__(self, cell: str) -> Any:
        value = self.check_cell(cell)
        if len(cell) <= self.LONGEST and len(self) < self.MOST:
            self[cell] = value
        return value


# How each column's cell is read, what kind of reason it gives, and whether its cells repeat from row to row.
READERS: dict[str, tuple[Callable[[str], Any], Reason, bool]] = {
    "nhs_number": (filled(nhs_number.check), Reason.NHS_NUMBER, False),
    "name": (whole_name, Reason.NAME, False),
    "family_name": (name, Reason.NAME, False),
    "given_name": (name, Reason.NAME, False),
    "sex": (one_of(SEXES, "female, male, other or not known"), Reason.SEX, True),
    "address": (address, Reason.ADDRESS, False),
    **{line: (partial(text, longest=LONGEST_LINE), Reason.ADDRESS, line != "address_1") for line in ADDRESS_LINES},
    "postcode": (filled(contact.postcode), Reason.ADDRESS, True),
    "no_fixed_abode": (yes_or_no, Reason.ADDRESS, True),
    "mobile": (filled(contact.mobile), Reason.CONTACT, False),
    "email": (filled(contact.email), Reason.CONTACT, False),
    "preferred_channel": (one_of(CHANNELS, "letter, text message or e-mail"), Reason.PREFERENCE, True),
    "safe_to_post": (yes_or_no, Reason.PREFERENCE, True),
    "safe_to_text": (yes_or_no, Reason.PREFERENCE, True),
    "safe_to_email": (yes_or_no, Reason.PREFERENCE, True),
    "language": (partial(text, longest=LONGEST_LANGUAGE), Reason.PREFERENCE, True),
    "format": (one_of(FORMATS, "standard print, large print or easy read"), Reason.PREFERENCE, True),
    "needs": (partial(text, longest=LONGEST_NEEDS), Reason.PREFERENCE, True),
    "practice_code": (practice_code, Reason.PRACTICE, True),
}
BLANK = dict.fromkeys(RegisterRow._fields, "") | dict.fromkeys(
    ("nhs_number", "no_fixed_abode", "safe_to_post", "safe_to_text", "safe_to_email")
)


class Reader:
    """Reads the rows of one file: which cell is which field is found once, and what repeats is read once."""

    def __init__(self, columns: Layout, today: date) -> None:
        readers = READERS | {"born_on": (partial(born_on, today=today), Reason.BORN_ON, True)}
        self.columns = [
            (field, position, Memo(readers[field][0]).__getitem__ if readers[field][2] else readers[field][0])
            for field, position in columns.positions.items()
        ]
        self.parts = [line for line in ADDRESS_LINES if line in columns.positions]
        self.one_name = "name" in columns.positions

    def read(self, cells: Sequence[str]) -> RegisterRow | list[Rejection]:
        """The row ready to keep, or everything that is wrong with it. Never raises, whatever the cells hold."""
        found: dict[str, Any] = BLANK.copy()
        rejections = []
        for field, position, check_cell in self.columns:
            try:
                found[field] = check_cell(cells[position])
            except ValidationError as refusal:
                rejections.append(_rejection(field, refusal))
        if rejections:
            return rejections
        return self._row(found)

    def _row(self, found: dict[str, Any]) -> RegisterRow | list[Rejection]:
        """Puts together what stands in several columns."""
        if self.one_name:
            found["family_name"], found["given_name"] = found.pop("name")
        if self.parts:
            try:
                found["address"] = lines([found.pop(part) for part in self.parts])
            except ValidationError as refusal:
                return [_rejection("address", refusal)]
        found["nhs_number"] = found["nhs_number"] or None
        return RegisterRow._make(found.values())  # in the order of BLANK, since whatever else was found is taken out


def check(cells: Mapping[str, str], today: date) -> RegisterRow | list[Rejection]:
    """One row by its fields, for whoever has only one."""
    positions = {field: position for position, field in enumerate(cells)}
    return Reader(Layout(positions), today).read(list(cells.values()))


def _rejection(field: str, refusal: ValidationError) -> Rejection:
    heading = HEADINGS[field][0]
    reason = Reason.BORN_ON if field == "born_on" else READERS[field][1]
    return Rejection(heading, reason, f"{heading}: {refusal.messages[0]}")


@dataclass(frozen=True)
class Places:
    """The practices a row may belong to, by code: those taking part today, all we know of, and one's own only."""

    taking_part: frozenset[str]
    known: frozenset[str]
    own: str | None = None


def misplaced(code: str, places: Places) -> Rejection | None:
    """Why a person of this practice cannot be brought in by this import, or None when they can."""
    heading = HEADINGS["practice_code"][0]
    if places.own is not None and code != places.own:
        words = f"{heading}: You may bring in people of {places.own} only, not of {code[:12]}."
        return Rejection(heading, Reason.NOT_YOURS, words)
    if code in places.taking_part:
        return None
    if code in places.known:
        words = f"{heading}: {code} does not take part in the scheme today. Add it to the scheme, or remove the row."
        return Rejection(heading, Reason.NOT_TAKING_PART, words)
    words = f"{heading}: There is no practice with the code “{code[:12]}”. Check the code."
    return Rejection(heading, Reason.PRACTICE, words)
