"""One row of a register as it comes in a file: whether what it says can be kept, and if not, why, in words.

Nothing here asks the database: the practices that take part are handed in.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from patients import contact, nhs_number
from patients import register_cells as cell
from patients.register_columns import ADDRESS_LINES, HEADINGS, Layout


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
    ERASED = "erased", "Record was erased"


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
    "nhs_number": (cell.filled(nhs_number.check), Reason.NHS_NUMBER, False),
    "name": (cell.whole_name, Reason.NAME, False),
    "family_name": (cell.name, Reason.NAME, False),
    "given_name": (cell.name, Reason.NAME, False),
    "sex": (cell.one_of(cell.SEXES, "female, male, other or not known"), Reason.SEX, True),
    "address": (cell.address, Reason.ADDRESS, False),
    **{
        line: (partial(cell.text, longest=cell.LONGEST_LINE), Reason.ADDRESS, line != "address_1")
        for line in ADDRESS_LINES
    },
    "postcode": (cell.filled(contact.postcode), Reason.ADDRESS, True),
    "no_fixed_abode": (cell.yes_or_no, Reason.ADDRESS, True),
    "mobile": (cell.filled(contact.mobile), Reason.CONTACT, False),
    "email": (cell.filled(contact.email), Reason.CONTACT, False),
    "preferred_channel": (cell.one_of(cell.CHANNELS, "letter, text message or e-mail"), Reason.PREFERENCE, True),
    "safe_to_post": (cell.yes_or_no, Reason.PREFERENCE, True),
    "safe_to_text": (cell.yes_or_no, Reason.PREFERENCE, True),
    "safe_to_email": (cell.yes_or_no, Reason.PREFERENCE, True),
    "language": (partial(cell.text, longest=cell.LONGEST_LANGUAGE), Reason.PREFERENCE, True),
    "format": (cell.one_of(cell.FORMATS, "standard print, large print or easy read"), Reason.PREFERENCE, True),
    "needs": (partial(cell.text, longest=cell.LONGEST_NEEDS), Reason.PREFERENCE, True),
    "practice_code": (cell.practice_code, Reason.PRACTICE, True),
}
BLANK = dict.fromkeys(RegisterRow._fields, "") | dict.fromkeys(
    ("nhs_number", "no_fixed_abode", "safe_to_post", "safe_to_text", "safe_to_email")
)


class Reader:
    """Reads the rows of one file: which cell is which field is found once, and what repeats is read once.

    A file has a hundred thousand rows and most can be kept, so a row is read in one go; only when it cannot be kept is
    it read again, cell by cell, for everything that is wrong with it.
    """

    def __init__(self, columns: Layout, today: date) -> None:
        readers = READERS | {"born_on": (partial(cell.born_on, today=today), Reason.BORN_ON, True)}
        found = [(readers[field][0], readers[field][2]) for field in columns.positions]
        self.fields = list(columns.positions)
        self.readers = [Memo(read).__getitem__ if repeats else read for read, repeats in found]
        self.pick = itemgetter(*columns.positions.values())
        self.lines = [line for line in ADDRESS_LINES if line in columns.positions]
        self.one_name = "name" in columns.positions

    def read(self, cells: Sequence[str]) -> RegisterRow | list[Rejection]:
        """The row ready to keep, or everything that is wrong with it. Never raises, whatever the cells hold."""
        picked = self.pick(cells)
        try:
            values = [read(text) for read, text in zip(self.readers, picked, strict=True)]
        except ValidationError:
            return list(self._rejections(picked))
        return self._row(BLANK | dict(zip(self.fields, values, strict=True)))

    def _rejections(self, picked: Sequence[str]) -> Iterator[Rejection]:
        for field, read, text in zip(self.fields, self.readers, picked, strict=True):
            try:
                read(text)
            except ValidationError as refusal:
                heading = HEADINGS[field][0]
                reason = Reason.BORN_ON if field == "born_on" else READERS[field][1]
                yield Rejection(heading, reason, f"{heading}: {refusal.messages[0]}")

    def _row(self, found: dict[str, Any]) -> RegisterRow:
        """Puts together what stands in several columns."""
        if self.one_name:
            found["family_name"], found["given_name"] = found.pop("name")
        if self.lines:
            lines = filter(None, [found.pop(line) for line in self.lines])
            found["address"] = "\n".join(lines) or found["address"]
        found["nhs_number"] = found["nhs_number"] or None
        return RegisterRow._make(found.values())  # in the order of BLANK, since whatever else was found is taken out


def check(cells: Mapping[str, str], today: date) -> RegisterRow | list[Rejection]:
    """One row by its fields, for whoever has only one."""
    positions = {field: position for position, field in enumerate(cells)}
    return Reader(Layout(positions), today).read(list(cells.values()))


@dataclass(frozen=True)
class Places:
    """The practices a row may belong to, by code: those taking part today, all we know of, and one's own only."""

    taking_part: frozenset[str]
    known: frozenset[str]
    own: str | None = None


def erased(reference: str) -> Rejection:
    """That the person's record was erased: they are not added again before somebody has decided so."""
    heading = HEADINGS["nhs_number"][0]
    words = (
        f"{heading}: The record of this person was erased (reference {reference}). Ask the information-governance lead"
        " before they are added again."
    )
    return Rejection(heading, Reason.ERASED, words)


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
