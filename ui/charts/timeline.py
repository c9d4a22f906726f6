"""Time lines: who was responsible for what, and when, one lane for each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from ui import words
from ui.charts.scale import Scale, Tick, every, identifier

WIDTH, LEFT, RIGHT, TOP, LANE, BAR = 720, 150, 704, 12, 44, 26
TICKS = 8
LETTER = 7.2
LINE, LABEL_LETTERS = 15, 20  # a lane's label stands in two lines at most
KINDS = frozenset({"gp", "specialist", "pharmacy", "other", "gap"})


@dataclass(frozen=True)
class Span:
    """From a day to a day, or still going on; kind is gp, specialist, pharmacy, other or gap (nobody)."""

    start: date
    end: date | None
    label: str
    kind: str = "gp"


@dataclass(frozen=True)
class Lane:
    label: str
    spans: Sequence[Span]


@dataclass(frozen=True)
class TimeLine:
    title: str
    lanes: Sequence[Lane]
    start: date
    end: date
    today: date | None = None  # marked, where what is to come is drawn too


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    text_y: float
    kind: str
    label: str
    shown: str
    open: bool
    arrow: str


@dataclass(frozen=True)
class DrawnLane:
    label: str
    words: list[Tick]
    y: float
    text_y: float
    bars: list[Bar]


@dataclass(frozen=True)
class Row:
    lane: str
    label: str
    start: str
    end: str


@dataclass(frozen=True)
class TimeLineDrawing:
    identifier: str
    title: str
    description: str
    height: int
    bottom: int
    lanes: list[DrawnLane]
    ticks: list[Tick]
    today: Tick | None
    rows: list[Row]


def draw_time_line(chart: TimeLine) -> TimeLineDrawing:
    """The lanes between two days; a span that is still going on runs to the edge and ends in an arrow."""
    end = max(chart.end, chart.start + timedelta(days=1))
    scale = Scale(chart.start.toordinal(), end.toordinal(), LEFT, RIGHT - 8)
    bottom = TOP + LANE * len(chart.lanes)
    rows = [
        Row(lane.label, span.label, words.day(span.start), words.day(span.end) if span.end else "Now")
        for lane in chart.lanes
        for span in lane.spans
    ]
    return TimeLineDrawing(
        identifier=identifier("time", chart.title, rows),
        title=chart.title,
        description="; ".join(f"{row.lane}: {row.label}, {row.start} to {row.end.lower()}" for row in rows),
        height=bottom + 30,
        bottom=bottom,
        lanes=[_lane(lane, TOP + LANE * index, scale) for index, lane in enumerate(chart.lanes)],
        ticks=_ticks(chart.start, end, scale),
        today=Tick(scale.at(chart.today.toordinal()), "Today") if chart.today and chart.today < end else None,
        rows=rows,
    )


def _lane(lane: Lane, y: float, scale: Scale) -> DrawnLane:
    bars = [_bar(span, y + (LANE - BAR) / 2, scale) for span in lane.spans if _seen(span, scale)]
    middle = y + LANE / 2 + 5
    words = wrap(lane.label, LABEL_LETTERS, max_lines=2, placeholder="…")
    lines = [Tick(middle + LINE * (index - (len(words) - 1) / 2), text) for index, text in enumerate(words)]
    return DrawnLane(lane.label, lines, y, middle, bars)


def _seen(span: Span, scale: Scale) -> bool:
    return span.start.toordinal() <= scale.high and (span.end is None or span.end.toordinal() >= scale.low)


def _bar(span: Span, y: float, scale: Scale) -> Bar:
    start = scale.at(max(span.start.toordinal(), scale.low))
    stop = scale.at(min(span.end.toordinal(), scale.high)) if span.end else scale.end
    width = max(round(stop - start - 1, 1), 2.0)
    letters = int((width - 12) / LETTER)
    shown = (
        span.label if len(span.label) <= letters else f"{span.label[: letters - 1].rstrip()}…" if letters > 3 else ""
    )
    edge, middle = round(start + width, 1), y + BAR / 2
    arrow = "" if span.end else f"{edge},{y} {edge + 8},{middle} {edge},{y + BAR}"
    kind = span.kind if span.kind in KINDS else "other"
    return Bar(start, y, width, middle + 4.5, kind, span.label, shown, span.end is None, arrow)


def _ticks(start: date, end: date, scale: Scale) -> list[Tick]:
    """The first of each month, or of each year when there are many."""
    months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    inside = [day for day in months if start <= day <= end]
    if len(inside) > TICKS * 3:
        years = [day for day in inside if day.month == 1]
        return [Tick(scale.at(day.toordinal()), str(day.year)) for day in years[:: every(len(years), TICKS)]]
    return [Tick(scale.at(day.toordinal()), f"{day:%b %Y}") for day in inside[:: every(len(inside), TICKS)]]
