"""Which doses somebody surely took, missed, or nobody knows of: from the pattern, closed days and records. Pure.

Every day of a pattern but “no dose” is a dosing day. A dose that is taken at home left the pharmacy on the last day
before it on which the person was due there, so it was missed when that collection was. A day on which the pharmacy is
closed moves to the dosing day before in the same way, and is not missed by itself.

Sources: the pattern of uncollected instalments (Home Office wordings for instalment prescriptions, as read in several
pharmacy agreements, Sefton and St Helens among them); that three days in a row call for a new assessment is the
scheme's own number (`CollectionRule`, with its source). What is not known is never taken as collected (decision 0036).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DayKind(TextChoices):
    """What happens with the dose of one day of the week."""

    SUPERVISED = "supervised", "Taken at the pharmacy, supervised"
    COLLECT = "collect", "Collected that day, taken at home"
    AT_HOME = "at_home", "Taken at home, collected before"
    NONE = "none", "No dose"


class Outcome(TextChoices):
    """What came of one day."""

    COLLECTED = "collected", "Collected"
    NOT_COLLECTED = "not_collected", "Not collected"
    REFUSED = "refused", "Refused supervision"
    WITHHELD = "withheld", "Came, and was not given it"
    CONCERN = "concern", "Collected, and I have a concern"


class Standing(TextChoices):
    """How the dose of one day stands."""

    TAKEN = "taken", "Collected"
    MISSED = "missed", "Missed"
    UNKNOWN = "unknown", "Not recorded"
    DUE = "due", "Due today"
    NO_DOSE = "no_dose", "No dose"


ATTENDS = frozenset({DayKind.SUPERVISED, DayKind.COLLECT})
GIVEN = frozenset({Outcome.COLLECTED, Outcome.CONCERN})
NEEDS_NOTE = frozenset({Outcome.CONCERN, Outcome.WITHHELD})
LOOK_BACK = 28  # days; whoever took nothing known for so long is at the highest level long since


@dataclass(frozen=True)
class Day:
    """One day of a person's collections: its kind, whether the pharmacy was closed, and what was recorded."""

    day: date
    kind: str
    closed: bool = False
    outcome: str = ""

    @property
    def attends(self) -> bool:
        """Whether the person was due at the pharmacy, or was there."""
        return bool(self.outcome) or (self.kind in ATTENDS and not self.closed)

    @property
    def kind_label(self) -> str:
        return str(DayKind(self.kind).label)

    @property
    def has_dose(self) -> bool:
        return bool(self.outcome) or self.kind != DayKind.NONE


@dataclass(frozen=True)
class Entry:
    """What came of one person's day, as it was entered."""

    arrangement: Any
    outcome: str
    note: str = ""


@dataclass(frozen=True)
class Pattern:
    """The kinds of the seven days of the week, Monday first, from a day until a day."""

    kinds: Sequence[str]
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Run:
    """How many dosing days in a row were missed, or nobody knows of, since the last dose surely taken."""

    missed: int
    unknown: int
    since: date | None
    last_taken: date | None
    last_outcome: str = ""

    @property
    def days(self) -> int:
        """Days without a dose that is known to be taken: what the level is judged by."""
        return self.missed + self.unknown


def days_of(
    patterns: Iterable[Pattern], closed: Iterable[date], records: Mapping[date, str], first: date, last: date
) -> list[Day]:
    """Every day from first to last on which one of the patterns holds."""
    shut, held = frozenset(closed), list(patterns)
    found = []
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        pattern = next((each for each in held if each.holds_on(day)), None)
        if pattern is not None:
            found.append(Day(day, pattern.kinds[day.weekday()], day in shut, records.get(day, "")))
    return found


def standings(days: Sequence[Day], today: date) -> list[tuple[Day, Standing]]:
    """How each dose stands today; days are given in order, and none of them is to come."""
    found: list[tuple[Day, Standing]] = []
    governing: Day | None = None
    for day in days:
        if day.attends:
            governing = day
        found.append((day, _standing(day, governing, today)))
    return found


def _standing(day: Day, governing: Day | None, today: date) -> Standing:
    """By the collection at which the dose left the pharmacy, or did not."""
    if not day.has_dose or governing is None:
        return Standing.NO_DOSE
    if governing.outcome:
        return Standing.TAKEN if governing.outcome in GIVEN else Standing.MISSED
    return Standing.DUE if governing.day == today else Standing.UNKNOWN


def run(days: Sequence[Day], today: date) -> Run:
    """The days in a row up to today without a dose that is known to be taken.

    Only a dose known to be taken ends the row: a day that nobody recorded neither ends it nor hides it.
    """
    told = standings(days, today)
    taken = [day.day for day, _ in told if day.outcome in GIVEN]
    last_taken = max(taken, default=None)
    after = [(day, standing) for day, standing in told if last_taken is None or day.day > last_taken]
    without = [(day, standing) for day, standing in after if standing in (Standing.MISSED, Standing.UNKNOWN)]
    recorded = [day.outcome for day, _ in after if day.outcome]
    return Run(
        missed=sum(standing is Standing.MISSED for _, standing in without),
        unknown=sum(standing is Standing.UNKNOWN for _, standing in without),
        since=without[0][0].day if without else None,
        last_taken=last_taken,
        last_outcome=recorded[-1] if recorded else "",
    )


def in_words(kinds: Sequence[str]) -> str:
    """The week as people say it: "Monday to Saturday: taken at the pharmacy, supervised; Sunday: taken at home…"."""
    parts: list[tuple[str, list[str]]] = []
    for name, kind in zip(WEEKDAYS, kinds, strict=True):
        if parts and parts[-1][0] == kind:
            parts[-1][1].append(name)
        else:
            parts.append((kind, [name]))
    return "; ".join(f"{_days(names)}: {DayKind(kind).label.lower()}" for kind, names in parts)


def _days(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} {'to' if len(names) > 2 else 'and'} {names[-1]}"
