"""The national practice file: what one row of it says, and what that means for the practices we hold.

Source: reference file layout `epraccur.pdf` (NHS Digital Organisation Data Service, December 2019): no headings, 27
columns, dates as YYYYMMDD, names in capitals; GP practices are the rows with prescribing setting 4.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from practices import ods_code
from practices.published_name import display_name

COLUMNS = 27
MOST_BYTES = 20_000_000  # the real file has about 3 million
MOST_ROWS = 60_000  # and 14,357 rows in December 2019
NOT_THE_FILE = "Download epraccur.csv again, and send it without opening it in a spreadsheet."
GP_PRACTICE_SETTING = "4"
LONGEST = {"name": 100, "address": 60, "postcode": 8, "telephone": 20, "commissioner": 5, "setting": 2}
SETTINGS = {
    "0": "other",
    "1": "walk-in centre",
    "2": "out of hours",
    "3": "walk-in centre and out of hours",
    "4": "GP practice",
    "8": "public health service",
    "9": "community health service",
    "10": "hospital service",
    "11": "optometry service",
    "12": "urgent and emergency care",
    "13": "hospice",
    "14": "care home",
    "15": "border force",
    "16": "young offender institution",
    "17": "secure training centre",
    "18": "secure children's home",
    "19": "immigration removal centre",
    "20": "court",
    "21": "police custody",
    "22": "sexual assault referral centre",
    "24": "other justice estate",
    "25": "prison",
}


class OdsStatus(TextChoices):
    """An organisation's status in the national file."""

    ACTIVE = "A", "Active"
    CLOSED = "C", "Closed"
    DORMANT = "D", "Dormant"
    PROPOSED = "P", "Proposed"


class Verdict(TextChoices):
    """What an import would do with a row."""

    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    CLOSED = "closed", "Closed"
    LEFT_ALONE = "left_alone", "Left alone"
    REJECTED = "rejected", "Rejected"


class Reason(TextChoices):
    """Why; counted, and shown in these words."""

    NEW = "new", "A GP practice we do not hold yet"
    DIFFERENT = "different", "The file says something different from what we hold"
    REOPENED = "reopened", "We hold it as closed, and the file says it is active"
    NOW_CLOSED = "now_closed", "The file says it has closed"
    NOW_DORMANT = "now_dormant", "The file says it is dormant"
    SAME = "same", "Already held exactly as in the file"
    STILL_CLOSED = "still_closed", "Already held as closed or dormant"
    OTHER_COMMISSIONER = "other_commissioner", "Belongs to another commissioner"
    NOT_GP_PRACTICE = "not_gp_practice", "Not a GP practice: its prescribing setting is another"
    CLOSED_NOT_HELD = "closed_not_held", "Closed, and we do not hold it"
    DORMANT_NOT_HELD = "dormant_not_held", "Dormant, and we do not hold it"
    NOT_OPEN_YET = "not_open_yet", "Proposed: it has not opened yet"
    HELD_AS_OTHER = "held_as_other", "We hold this code for an organisation that is not a practice"
    UNREADABLE = "unreadable", "The row cannot be used as it stands"


class Difference(TextChoices):
    """What an import would change about a practice."""

    NAME = "name", "name"
    ADDRESS = "address", "address"
    TELEPHONE = "telephone", "telephone"
    COMMISSIONER = "commissioner", "commissioner"
    OPENED = "opened", "opening date"
    STATUS = "status", "status"


@dataclass(frozen=True)
class PublishedPractice:
    """One row of the national file, as far as we use it."""

    ods_code: str
    published_name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    opened_on: date | None
    closed_on: date | None
    status: str
    commissioner_code: str
    setting: str

    @property
    def name(self) -> str:
        return display_name(self.published_name)


@dataclass(frozen=True)
class HeldPractice:
    """What we hold under the same code, as far as the file could change it."""

    is_practice: bool
    published_name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    opened_on: date | None
    status: str
    commissioner_code: str


@dataclass(frozen=True)
class Judgement:
    """Why an import would do what it would do with one row, and which details it would change."""

    reason: Reason
    differences: tuple[Difference, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return VERDICTS.get(self.reason, Verdict.LEFT_ALONE)


VERDICTS: Mapping[Reason, Verdict] = {
    Reason.NEW: Verdict.ADDED,
    Reason.DIFFERENT: Verdict.CHANGED,
    Reason.REOPENED: Verdict.CHANGED,
    Reason.NOW_CLOSED: Verdict.CLOSED,
    Reason.NOW_DORMANT: Verdict.CLOSED,
    Reason.UNREADABLE: Verdict.REJECTED,
}


def parse(row: Sequence[str]) -> PublishedPractice:
    """What the row says; raises ValidationError saying what is wrong with it and what to do."""
    if len(row) != COLUMNS:
        raise ValidationError(
            f"The row has {len(row)} columns; the national practice file has {COLUMNS}. "
            "Check it for a comma too many or too few."
        )
    cells = [" ".join(cell.split()) for cell in row]
    if is_heading(cells):
        raise ValidationError("This is a row of headings. The national practice file has none; take it out.")
    return PublishedPractice(
        ods_code=_code(cells[0]),
        published_name=_required(cells[1], "name"),
        address=tuple(display_name(_fitting(line, "address")) for line in cells[4:9] if line),
        postcode=_fitting(cells[9].upper(), "postcode"),
        telephone=_fitting(cells[17], "telephone"),
        opened_on=_day(cells[10], "opening date"),
        closed_on=_day(cells[11], "closing date"),
        status=_status(cells[12].upper()),
        commissioner_code=_fitting(cells[14].upper(), "commissioner"),
        setting=_fitting(cells[25], "setting"),
    )


def is_heading(cells: Sequence[str]) -> bool:
    """Whether the row names columns rather than a practice: nothing in it looks like a code or a day."""
    return not any(character.isdigit() for cell in (cells[0], cells[10], cells[12]) for character in cell) and (
        "code" in cells[0].lower() or "name" in cells[1].lower() or cells[12].lower().startswith("status")
    )


def _code(cell: str) -> str:
    if not cell:
        raise ValidationError("The row has no organisation code in its first column.")
    try:
        return ods_code.check(cell)
    except ValidationError:
        raise ValidationError(
            f"“{cell[:20]}” is not an organisation code. The first column holds codes such as A81001."
        ) from None


def _required(cell: str, what: str) -> str:
    if not cell:
        raise ValidationError(f"The row has no {what}.")
    return _fitting(cell, what)


def _fitting(cell: str, what: str) -> str:
    if len(cell) > LONGEST[what]:
        raise ValidationError(f"The {what} “{cell[:20]}…” is longer than {LONGEST[what]} characters.")
    return cell


def _day(cell: str, what: str) -> date | None:
    if not cell:
        return None
    try:
        if not re.fullmatch(r"[0-9]{8}", cell):
            raise ValueError
        return datetime.strptime(cell, "%Y%m%d").date()
    except ValueError:
        raise ValidationError(
            f"The {what} “{cell[:20]}” is not a real date; dates are written YYYYMMDD, such as 20180806."
        ) from None


def _status(cell: str) -> str:
    if cell not in OdsStatus.values:
        raise ValidationError(
            f"The status in column 13 is “{cell[:20]}”; it must be A (active), C (closed), D (dormant) or P (proposed)."
        )
    return cell


def verdict(published: PublishedPractice, held: HeldPractice | None, commissioner_codes: Collection[str]) -> Judgement:
    """What an import for these commissioners would do with the row, and why.

    A practice we hold for one of the commissioners is followed when it moves to another. `queries.judge` says the same
    in SQL; one test runs both.
    """
    ours = published.commissioner_code in commissioner_codes
    if not ours and (held is None or held.commissioner_code not in commissioner_codes):
        return Judgement(Reason.OTHER_COMMISSIONER)
    if held is None:
        return _verdict_on_unknown(published)
    if not held.is_practice:
        return Judgement(Reason.HELD_AS_OTHER)
    if published.status == OdsStatus.PROPOSED:
        return Judgement(Reason.NOT_OPEN_YET)
    if published.status in CLOSING:
        if held.status == published.status:
            return Judgement(Reason.STILL_CLOSED)
        return Judgement(CLOSING[published.status])
    if published.setting != GP_PRACTICE_SETTING:
        return Judgement(Reason.NOT_GP_PRACTICE)
    found = differences(published, held)
    if not found:
        return Judgement(Reason.SAME)
    return Judgement(Reason.REOPENED if Difference.STATUS in found else Reason.DIFFERENT, found)


CLOSING: Mapping[str, Reason] = {OdsStatus.CLOSED: Reason.NOW_CLOSED, OdsStatus.DORMANT: Reason.NOW_DORMANT}
UNKNOWN: Mapping[str, Reason] = {
    OdsStatus.CLOSED: Reason.CLOSED_NOT_HELD,
    OdsStatus.DORMANT: Reason.DORMANT_NOT_HELD,
    OdsStatus.PROPOSED: Reason.NOT_OPEN_YET,
}


def _verdict_on_unknown(published: PublishedPractice) -> Judgement:
    if published.setting != GP_PRACTICE_SETTING:
        return Judgement(Reason.NOT_GP_PRACTICE)
    if published.status in UNKNOWN:
        return Judgement(UNKNOWN[published.status])
    return Judgement(Reason.NEW)


def differences(published: PublishedPractice, held: HeldPractice) -> tuple[Difference, ...]:
    """Which details of the practice the file would change."""
    compared = {
        Difference.NAME: published.published_name != held.published_name,
        Difference.ADDRESS: (published.address, published.postcode) != (held.address, held.postcode),
        Difference.TELEPHONE: published.telephone != held.telephone,
        Difference.COMMISSIONER: published.commissioner_code != held.commissioner_code,
        Difference.OPENED: published.opened_on != held.opened_on,
        Difference.STATUS: published.status != held.status,
    }
    return tuple(difference for difference, differs in compared.items() if differs)
