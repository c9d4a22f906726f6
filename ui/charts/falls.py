"""A curve that falls in steps: the share of a group that something has not happened to yet, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import words
from ui.charts.scale import Scale, Tick, axis, identifier, step_for

LEFT, RIGHT, TOP, BOTTOM = 56, 616, 16, 236
DAYS_SHOWN = 8  # ticks
ROWS_SHOWN = 12


@dataclass(frozen=True)
class Fall:
    """On a day after the beginning, the share fell to this; so many people had been watched until then."""

    day: int
    share: float
    watched: int


@dataclass(frozen=True)
class FallChart:
    title: str
    falls: Sequence[Fall]
    last_day: int


@dataclass(frozen=True)
class FallDrawing:
    identifier: str
    title: str
    description: str
    line: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    rows: list[tuple[str, str, str]]


def draw_falls(chart: FallChart) -> FallDrawing:
    """The steps from everybody on day 0 to the last day; a long table keeps about a dozen of its rows."""
    last = max(chart.last_day, 1)
    up, y_ticks = axis([0.0, 1.0], "percent", start=BOTTOM, end=TOP)
    across = Scale(0, last, LEFT, RIGHT)
    points, share = [(0, 1.0)], 1.0
    for fall in chart.falls:
        points += [(fall.day, share), (fall.day, fall.share)]
        share = fall.share
    points.append((last, share))
    rows = [(f"Day {fall.day}", words.percent(fall.share), f"{fall.watched:,}") for fall in _some(chart.falls)]
    step = max(1, round(step_for(last, DAYS_SHOWN)))
    return FallDrawing(
        identifier=identifier("fall", chart.title, points),
        title=chart.title,
        description="; ".join(f"{day} {share}" for day, share, _ in rows) or "Nothing has happened yet.",
        line=" ".join(f"{across.at(day)},{up.at(share)}" for day, share in points),
        x_ticks=[Tick(across.at(day), str(day)) for day in range(0, last + 1, step)],
        y_ticks=y_ticks,
        rows=rows,
    )


def _some(falls: Sequence[Fall]) -> list[Fall]:
    """About a dozen of them, the last one always."""
    step = max(1, -(-len(falls) // ROWS_SHOWN))
    return [*falls[:-1:step], *falls[-1:]]
