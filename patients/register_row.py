"""One row of a register as it comes in a file: whether what it says can be kept, and if not, why, in words.

Sources: NHS number and its traps (standards 1.1, 1.2), codes that mean "no practice" (2.1), sex (7.2, note), formats
(8.6). Nothing here asks the database: the practices that take part are handed in.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from patients import contact, nhs_number
from patients.register_columns import ADDRESS_LINES, HEADINGS, plain


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
NO_PRACTICE = {
    "V81997": "means that there is no registered practice",
    "V81998": "means “not applicable”",
    "V81999": "means that the practice is not known",
    "X99999": "means that the practice is not known",
}
MONTHS = {
    name: number
    for number, names in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
    for name in (names, names[:3])
} | {"sept": 9}
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]?([0-9]{2})[/.\-]?([0-9]{2})", re.ASCII)
IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-/]?([a-z]{3,9})\.?,?[ \-/]?([0-9]{4})", re.ASCII)
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
EARLIEST = date(1900, 1, 1)
HOW_TO_WRITE_A_DATE = "Write it with the day first and all four figures of the year, like 17/05/1980."
LONGEST_NAME, LONGEST_LINE, MOST_LINES, LONGEST_LANGUAGE, LONGEST_NEEDS = 80, 80, 5, 40, 200
# A sign that a spreadsheet, ours included, puts before what it would otherwise run or count.
GUARD = re.compile(r"""'(?=[=+\-@\t＝＋－＠])""")
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


@lru_cache(maxsize=60_000)
def day(typed: str) -> date:
    """The date as typed in any of the ways registers write it; raises ValueError when there is no such day.

    Raising, because what is remembered from row to row must not be whatever a file chose to put there.
    """
    typed = MIDNIGHT.sub("", typed)
    if found := DAY_FIRST.fullmatch(typed):
        d, m, y = int(found[1]), int(found[2]), int(found[3])
    elif found := YEAR_FIRST.fullmatch(typed):
        y, m, d = int(found[1]), int(found[2]), int(found[3])
    elif found := IN_WORDS.fullmatch(typed.lower()):
        d, m, y = int(found[1]), MONTHS.get(found[2], 0), int(found[3])
    else:
        raise ValueError("Not a way of writing a date.")
    return date(y, m, d)


class _Checker:
    """Reads one row field by field and keeps what is wrong with it."""

    __slots__ = ("cells", "rejections", "today")

    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self.cells = cells
        self.today = today
        self.rejections: list[Rejection] = []

    def refuse(self, name: str, reason: Reason, words: str) -> None:
        heading = HEADINGS[name][0]
        self.rejections.append(Rejection(heading, reason, f"{heading}: {words}"))

    def text(self, name: str, longest: int, reason: Reason) -> str:
        text = tidy(self.cells.get(name, ""))
        if "  " in text or "\n" in text or "\t" in text:
            text = SPACES.sub(" ", text)
        if len(text) > longest:
            self.refuse(name, reason, f"Shorten this to {longest} characters or fewer; it has {len(text)}.")
            return ""
        return text

    def checked(self, name: str, reason: Reason, check: Callable[[str], str]) -> str:
        """The cell through a check that raises ValidationError; empty when the cell is."""
        typed = tidy(self.cells.get(name, ""))
        if not typed:
            return ""
        try:
            return check(typed)
        except ValidationError as refusal:
            self.refuse(name, reason, refusal.messages[0])
            return ""

    def one_of(self, name: str, reason: Reason, known: Mapping[str, str], choices: str) -> str:
        typed = tidy(self.cells.get(name, ""))
        if not typed:
            return ""
        found = known.get(typed.lower()) or known.get(plain(typed))
        if found is None:
            self.refuse(name, reason, f"“{typed[:40]}” is not one of {choices}.")
            return ""
        return found

    def yes_or_no(self, name: str, reason: Reason) -> bool | None:
        typed = tidy(self.cells.get(name, ""))
        if not typed:
            return None
        found = ANSWERS.get(typed.lower())
        if found is None:
            self.refuse(name, reason, f"“{typed[:40]}” is not yes or no. Write Y, N, or leave it empty.")
        return found

    def names(self) -> tuple[str, str]:
        """Family and given name, from their own columns or from one."""
        if "name" in self.cells and not ("family_name" in self.cells and "given_name" in self.cells):
            return self.names_in_one()
        return self.name("family_name"), self.name("given_name")

    def name(self, field_name: str) -> str:
        text = self.text(field_name, LONGEST_NAME, Reason.NAME)
        if self.rejections and self.rejections[-1].column == HEADINGS[field_name][0]:
            return text
        if not any(map(str.isalpha, text)):
            self.refuse(
                field_name, Reason.NAME, "Enter the name." if not text else "Enter a name that has letters in it."
            )
        return text

    def names_in_one(self) -> tuple[str, str]:
        whole = self.text("name", 2 * LONGEST_NAME, Reason.NAME)
        family, comma, given = (part.strip() for part in whole.partition(","))
        if not comma and whole.count(" ") == 1:
            given, family = whole.split(" ")
        if (
            not (any(map(str.isalpha, family)) and any(map(str.isalpha, given)))
            or max(len(family), len(given)) > LONGEST_NAME
        ):
            self.refuse(
                "name", Reason.NAME, "Write the family name first, a comma, and the given name, like “Ash, Jo”."
            )
        return family, given

    def born_on(self) -> date:
        typed = tidy(self.cells["born_on"])
        if not typed:
            self.refuse("born_on", Reason.BORN_ON, f"Enter the date of birth. {HOW_TO_WRITE_A_DATE}")
            return EARLIEST
        try:
            found = day(typed)
        except ValueError:
            self.refuse("born_on", Reason.BORN_ON, f"“{typed[:40]}” is not a real date. {HOW_TO_WRITE_A_DATE}")
            return EARLIEST
        if found > self.today:
            self.refuse("born_on", Reason.BORN_ON, f"“{typed[:40]}” is in the future. Check the year.")
        elif found < EARLIEST:
            self.refuse("born_on", Reason.BORN_ON, f"“{typed[:40]}” is before 1900. Check the year.")
        return found

    def address(self) -> str:
        """The lines of the address, from one cell (parted by commas or lines) or from a column each."""
        if "address" in self.cells:
            whole = tidy(self.cells["address"])
            lines = [SPACES.sub(" ", line).strip() for line in re.split(r"[,\n]", whole)]
        else:
            lines = [self.text(name, LONGEST_LINE, Reason.ADDRESS) for name in ADDRESS_LINES if name in self.cells]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            self.refuse(
                "address",
                Reason.ADDRESS,
                f"Write it in {MOST_LINES} lines or fewer, of {LONGEST_LINE} characters or fewer.",
            )
        return "\n".join(lines)

    def practice_code(self) -> str:
        code = tidy(self.cells["practice_code"]).upper()
        if not code:
            self.refuse("practice_code", Reason.PRACTICE, "Enter the code of the practice, like A81001.")
        elif code in NO_PRACTICE:
            self.refuse(
                "practice_code",
                Reason.PRACTICE,
                f"{code} {NO_PRACTICE[code]}. Enter the practice that answers for this person here.",
            )
        return code


def check(cells: Mapping[str, str], today: date) -> RegisterRow | list[Rejection]:
    """The row ready to keep, or everything that is wrong with it. Never raises, whatever the cells hold."""
    checker = _Checker(cells, today)
    number = checker.checked("nhs_number", Reason.NHS_NUMBER, nhs_number.check)
    family_name, given_name = checker.names()
    row = RegisterRow(
        nhs_number=number or None,
        family_name=family_name,
        given_name=given_name,
        born_on=checker.born_on(),
        sex=checker.one_of("sex", Reason.SEX, SEXES, "female, male, other or not known"),
        address=checker.address(),
        postcode=checker.checked("postcode", Reason.ADDRESS, contact.postcode),
        no_fixed_abode=checker.yes_or_no("no_fixed_abode", Reason.ADDRESS),
        mobile=checker.checked("mobile", Reason.CONTACT, contact.mobile),
        email=checker.checked("email", Reason.CONTACT, contact.email),
        preferred_channel=checker.one_of(
            "preferred_channel", Reason.PREFERENCE, CHANNELS, "letter, text message or e-mail"
        ),
        safe_to_post=checker.yes_or_no("safe_to_post", Reason.PREFERENCE),
        safe_to_text=checker.yes_or_no("safe_to_text", Reason.PREFERENCE),
        safe_to_email=checker.yes_or_no("safe_to_email", Reason.PREFERENCE),
        language=checker.text("language", LONGEST_LANGUAGE, Reason.PREFERENCE),
        format=checker.one_of("format", Reason.PREFERENCE, FORMATS, "standard print, large print or easy read"),
        needs=checker.text("needs", LONGEST_NEEDS, Reason.PREFERENCE),
        practice_code=checker.practice_code(),
    )
    return checker.rejections or row


@dataclass(frozen=True)
class Places:
    """The practices a row may belong to, by code: those taking part today, the others we know of, and one's own only."""

    taking_part: frozenset[str]
    known: frozenset[str]
    own: str | None = None


def misplaced(code: str, places: Places) -> Rejection | None:
    """Why a person of this practice cannot be brought in by this import, or None when they can."""
    heading = HEADINGS["practice_code"][0]
    if places.own is not None and code != places.own:
        return Rejection(
            heading, Reason.NOT_YOURS, f"{heading}: You may bring in people of {places.own} only, not of {code}."
        )
    if code in places.taking_part:
        return None
    if code in places.known:
        words = f"{heading}: {code} does not take part in the scheme today. Add it to the scheme, or remove the row."
        return Rejection(heading, Reason.NOT_TAKING_PART, words)
    return Rejection(
        heading, Reason.PRACTICE, f"{heading}: There is no practice with the code “{code[:12]}”. Check the code."
    )
