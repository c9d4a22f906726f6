"""When an alert is raised, at which level, and whom it reaches when: the route and its clock. Pure.

Source of the route: the Department of Health's arrangements that make explicit who is responsible (EL(95)114), and a
coroner's report on a pharmacy that knew for six weeks and reached nobody who could act (2024-0070). The numbers, three
days among them, are the scheme's own (`CollectionRule`), each version with its source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import IntegerChoices, TextChoices

from episodes.collecting import Outcome, Run


class AlertKind(TextChoices):
    """What somebody has to know of."""

    MISSED = "missed", "Not collected"
    REFUSED = "refused", "Refused supervision"
    WITHHELD = "withheld", "Came, and was not given the dose"
    NOT_RECORDED = "not_recorded", "Nothing recorded"
    CONCERN = "concern", "The pharmacy has a concern"


class Level(IntegerChoices):
    """How pressing it is; the route runs faster the higher it is."""

    FIRST = 1, "First level"
    URGENT = 2, "Urgent"
    HIGHEST = 3, "Highest level"


class Whom(TextChoices):
    """The steps of the route, in order."""

    HOLDER = "holder", "whoever answers for it"
    DEPUTY = "deputy", "their colleagues"
    PRESCRIBER = "prescriber", "the prescriber"
    COORDINATOR = "coordinator", "the scheme co-ordinator"
    DUTY_LEAD = "duty_lead", "the scheme’s duty lead"


ROUTE = tuple(Whom)
OF_A_DOSE = frozenset({AlertKind.MISSED, AlertKind.REFUSED, AlertKind.WITHHELD, AlertKind.NOT_RECORDED})
KIND_OF = {
    Outcome.NOT_COLLECTED: AlertKind.MISSED,
    Outcome.REFUSED: AlertKind.REFUSED,
    Outcome.WITHHELD: AlertKind.WITHHELD,
}


@dataclass(frozen=True)
class Numbers:
    """The scheme's own numbers: from how many days on each level holds, and how long the clock runs to each step."""

    urgent_after: int
    highest_after: int
    not_recorded_after: int
    minutes: dict[int, Sequence[int]]
    repeat_minutes: int


@dataclass(frozen=True)
class Verdict:
    """That there is something to be raised: what, and how high."""

    kind: AlertKind
    level: Level


@dataclass(frozen=True)
class Step:
    """One step of a route: its number, whom it reaches, and when."""

    number: int
    whom: Whom
    due_at: datetime


def level_after(days: int, numbers: Numbers) -> Level:
    """The level that so many days in a row call for."""
    if days >= numbers.highest_after:
        return Level.HIGHEST
    return Level.URGENT if days >= numbers.urgent_after else Level.FIRST


def verdict(run: Run, numbers: Numbers) -> Verdict | None:
    """Whether the days without a dose call for an alert.

    From the first day known to be missed; days that nobody recorded count with it, because a dose may be missing. Days
    of which nothing at all is known are an alert of their own once there are enough of them.
    """
    if run.missed:
        kind = KIND_OF.get(Outcome(run.last_outcome), AlertKind.MISSED) if run.last_outcome else AlertKind.MISSED
        level = level_after(run.days, numbers)
        return Verdict(kind, level if kind == AlertKind.MISSED else max(level, Level.URGENT))
    if run.unknown >= numbers.not_recorded_after:
        return Verdict(AlertKind.NOT_RECORDED, Level.URGENT)
    return None


@dataclass(frozen=True)
class Standing:
    """The latest alert about the person's doses, and whether it is about the same days in a row."""

    kind: str
    level: int
    days: int
    is_taken: bool = False
    is_closed: bool = False
    same_run: bool = True


class Deed(TextChoices):
    """What is to be done about a run."""

    RAISE = "raise", "Raise an alert"
    HEIGHTEN = "heighten", "Raise the one there is again"
    COUNT = "count", "Keep the one there is in step"
    NOTHING = "nothing", "Nothing"


def deed(run: Run, wanted: Verdict, latest: Standing | None) -> Deed:
    """What a verdict asks for, given the latest alert. One that was closed is not raised again for the same days; one
    that somebody has is raised again when it comes to a higher level, or when a new row of days begins."""
    if latest is None:
        return Deed.RAISE
    if latest.is_closed:
        return Deed.RAISE if not latest.same_run or run.days > latest.days else Deed.NOTHING
    if wanted.level > latest.level or (latest.is_taken and not latest.same_run):
        return Deed.HEIGHTEN
    changed = not latest.same_run or run.days != latest.days or wanted.kind != latest.kind
    return Deed.COUNT if changed else Deed.NOTHING


def steps(level: int, begins: datetime, numbers: Numbers, *, first: int = 1) -> list[Step]:
    """The route from a moment on, numbered onwards from `first`."""
    minutes = numbers.minutes[level]
    return [Step(first + place, whom, begins + timedelta(minutes=minutes[place])) for place, whom in enumerate(ROUTE)]


def in_words(kind: str, days: int, since: str, pharmacy: str) -> str:
    """What the alert is about, for whoever has signed in."""
    if kind == AlertKind.CONCERN:
        return f"{pharmacy} has a concern, {since}"
    row = "1 day" if days == 1 else f"{days} days in a row"
    return f"{AlertKind(kind).label} at {pharmacy}: {row}, from {since}"
