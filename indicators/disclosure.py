"""What may be shown to people who never see a person: small numbers hidden, the rest rounded; pure.

The rule is the one NHS Digital uses for hospital statistics (HES Analysis Guide; reliability 4.10): nought stays
nought, 1 to 7 becomes a star, 8 and more the nearest 5. Totals are computed from true values and then rounded, because
exact totals give the hidden cells away. A percentage comes from the rounded numbers only, and only where the
denominator is 20 or more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from indicators.measures import Result, Unit

SUPPRESSED: Literal["*"] = "*"
SMALLEST_SHOWN = 8
NEAREST = 5
LEAST_DENOMINATOR = 20

Cell = int | Literal["*"]


@dataclass(frozen=True)
class Figure:
    """One result as it is shown: on the page, in the file and in print, always from this.

    It carries the measure's own words and standard of the day, so that a kept figure reads the same for ever.
    """

    code: str
    title: str
    standard: Decimal | None
    higher_is_better: bool
    practice_id: UUID | None
    practice: str
    period_start: date
    period_end: date
    numerator: Cell
    denominator: Cell | None
    excluded: Cell
    incomplete: Cell
    percentage: int | None
    reasons: tuple[tuple[str, str, Cell], ...] = ()
    counts_people: bool = True

    @property
    def place(self) -> str:
        return self.practice or "All practices"

    @property
    def percentage_words(self) -> str:
        return "" if self.percentage is None else f"{self.percentage}%"

    @property
    def standard_words(self) -> str:
        """The standard as it is said, or that there is none."""
        if self.standard is None:
            return "No standard is set"
        return f"{'At least' if self.higher_is_better else 'At most'} {self.standard * 100:.0f}%"

    @property
    def against_standard(self) -> str:
        """Met or not met; nothing where there is no standard or no percentage to hold against it."""
        if self.standard is None or self.percentage is None:
            return ""
        wanted = self.standard * 100
        met = self.percentage >= wanted if self.higher_is_better else self.percentage <= wanted
        return "met" if met else "not_met"


def suppress(number: int) -> Cell:
    """A number of people as it may be shown."""
    if number == 0:
        return 0
    if number < SMALLEST_SHOWN:
        return SUPPRESSED
    return (number + NEAREST // 2) // NEAREST * NEAREST


def percentage(numerator: Cell, denominator: Cell | None, least: int = 1) -> int | None:
    """The share in whole per cent, halves rounded up; None when a part is hidden or the denominator too small."""
    if not isinstance(numerator, int) or not isinstance(denominator, int) or denominator < least:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


def as_they_are(results: Iterable[Result]) -> list[Figure]:
    """True numbers, for whoever may see the people behind them."""
    return [_figure(each) for each in results]


def publishable(results: Iterable[Result]) -> list[Figure]:
    """Numbers for everybody else. Measures that count practices say nothing of a person and stay as they are."""
    return [_hidden(each) if each.measure.unit is Unit.PEOPLE else _figure(each) for each in results]


def _figure(result: Result) -> Figure:
    return _shown(result, lambda number: number, least=1)


def _hidden(result: Result) -> Figure:
    return _shown(result, suppress, least=LEAST_DENOMINATOR)


def _shown(result: Result, cell: Callable[[int], Cell], *, least: int) -> Figure:
    numerator = cell(result.numerator)
    denominator = None if result.denominator is None else cell(result.denominator)
    return Figure(
        code=result.measure.code,
        title=result.measure.title,
        standard=result.measure.standard,
        higher_is_better=result.measure.higher_is_better,
        practice_id=result.practice_id,
        practice=result.practice,
        period_start=result.period_start,
        period_end=result.period_end,
        numerator=numerator,
        denominator=denominator,
        excluded=cell(result.excluded),
        incomplete=cell(result.incomplete),
        percentage=percentage(numerator, denominator, least),
        reasons=tuple((outcome.value, reason.label, cell(count)) for outcome, reason, count in result.reasons),
        counts_people=result.measure.unit is Unit.PEOPLE,
    )
