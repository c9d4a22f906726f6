"""Figures as a table for a spreadsheet: the same numbers as the page, read from the same rows."""

from collections.abc import Iterable, Iterator

from indicators.disclosure import Figure

HEADERS = (
    "Measure",
    "Title",
    "Practice",
    "From",
    "To",
    "Numerator",
    "Denominator",
    "Percentage",
    "Excluded",
    "Incomplete",
    "Standard",
)


def rows(figures: Iterable[Figure]) -> Iterator[list[object]]:
    """One row a figure, in the order of the page; a star is a number of 1 to 7 that is not shown."""
    for figure in figures:
        yield [
            figure.code,
            figure.title,
            figure.place,
            figure.period_start.isoformat(),
            figure.period_end.isoformat(),
            figure.numerator,
            "" if figure.denominator is None else figure.denominator,
            figure.percentage_words,
            figure.excluded,
            figure.incomplete,
            "" if figure.standard is None else figure.standard_words,
        ]
