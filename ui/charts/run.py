"""Run charts and XmR charts, with the rules that tell a signal from noise.

XmR: NHS England, Making Data Count, as in NHSRplotthedots (limits at 2.66 mean moving ranges, moving ranges beyond
3.267 times their mean left out; a point outside the limits, seven on one side of the mean, seven rising or falling,
two of three near a limit). Run chart: Perla, Provost and Murray, BMJ Quality and Safety 2011;20:46-51 (six on one side
of the median, five rising or falling).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, pairwise
from statistics import fmean, median

from ui.charts.scale import Scale, Tick, axis, every, identifier, said

LIMIT_RANGES, OUTLYING_RANGE, NEAR = 2.66, 3.267, 2 / 3
XMR_SHIFT = XMR_TREND = 7
RUN_SHIFT, RUN_TREND = 6, 5
LEAST_POINTS = 2
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 280, 56, 616, 16, 236
LABELS = 8


class Signal(Enum):
    NONE = "Usual variation"
    BETTER = "Getting better"
    WORSE = "Getting worse"


@dataclass(frozen=True)
class Point:
    label: str
    value: float | None
    note: str = ""


@dataclass(frozen=True)
class RunChart:
    """Points in order of time; a point without a value is a gap. kind is "run" or "xmr", unit "percent" or "count"."""

    title: str
    points: Sequence[Point]
    target: float | None = None
    kind: str = "xmr"
    unit: str = "percent"
    higher_is_better: bool = True


@dataclass(frozen=True)
class Reading:
    """What the rules say of a series: its centre, its limits if it has them, and a signal for each value."""

    centre: float
    lower: float | None
    upper: float | None
    sides: tuple[int, ...]


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    label: str
    said: str
    signal: Signal
    note: str
    shape: str
    points: str


@dataclass(frozen=True)
class Rule:
    y: float
    label: str
    kind: str
    label_y: float


@dataclass(frozen=True)
class RunDrawing:
    identifier: str
    title: str
    description: str
    marks: list[Mark]
    line: str
    rules: list[Rule]
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    rows: list[tuple[str, str, str, str]]


def read(values: Sequence[float], kind: str = "xmr") -> Reading:
    """Which values are signals: 1 above, -1 below or rising and falling likewise, 0 usual."""
    if kind == "run":
        centre = median(values)
        limits = None
        shift, trend = RUN_SHIFT, RUN_TREND
    else:
        centre = fmean(values)
        limits = _limits(values, centre)
        shift, trend = XMR_SHIFT, XMR_TREND
    sides = [0] * len(values)
    _mark_runs(sides, [_sign(value - centre) for value in values], shift)
    _mark_trends(sides, values, trend)
    if limits:
        _mark_near(sides, values, centre, limits)
        for index, value in enumerate(values):
            if not limits[0] <= value <= limits[1]:
                sides[index] = _sign(value - centre)
    lower, upper = limits or (None, None)
    return Reading(centre, lower, upper, tuple(sides))


def _sign(number: float) -> int:
    return (number > 1e-12) - (number < -1e-12)


def _limits(values: Sequence[float], centre: float) -> tuple[float, float] | None:
    """The natural process limits; none from fewer than two values or when nothing ever moves."""
    ranges = [abs(b - a) for a, b in pairwise(values)]
    if not ranges or not (usual := fmean(ranges)):
        return None
    usual = fmean([width for width in ranges if width <= OUTLYING_RANGE * usual])
    return centre - LIMIT_RANGES * usual, centre + LIMIT_RANGES * usual


def _mark_runs(sides: list[int], signs: list[int], length: int) -> None:
    """Mark runs of one sign; a value on the line itself neither breaks nor feeds one."""
    off_the_line = [index for index, sign in enumerate(signs) if sign]
    for side, run in groupby(off_the_line, key=signs.__getitem__):
        places = list(run)
        if len(places) >= length:
            for place in places:
                sides[place] = side


def _mark_trends(sides: list[int], values: Sequence[float], length: int) -> None:
    """Mark values that rise, or fall, each from the one before, length values in a row."""
    start = 0
    for step, group in groupby(_sign(after - before) for before, after in pairwise(values)):
        steps = len(list(group))
        if step and steps + 1 >= length:
            sides[start : start + steps + 1] = [step] * (steps + 1)
        start += steps


def _mark_near(sides: list[int], values: Sequence[float], centre: float, limits: tuple[float, float]) -> None:
    """Mark two of three consecutive values in the outer third towards the same limit."""
    reach = limits[1] - centre
    near = [_sign(value - centre) if abs(value - centre) > NEAR * reach else 0 for value in values]
    for start in range(len(values) - 2):
        window = range(start, start + 3)
        for side in (1, -1):
            found = [index for index in window if near[index] == side]
            if len(found) >= 2:
                for index in found:
                    sides[index] = side


def _signal(side: int, higher_is_better: bool) -> Signal:
    if not side:
        return Signal.NONE
    return Signal.BETTER if (side > 0) is higher_is_better else Signal.WORSE


def draw_run_chart(chart: RunChart) -> RunDrawing:
    """The chart to draw; with fewer than two values there is a table and no picture."""
    known = [(index, point, point.value) for index, point in enumerate(chart.points) if point.value is not None]
    rows = [(point.label, said_or_gap(point.value, chart.unit), "", point.note) for point in chart.points]
    name = identifier("run", chart.title, rows)
    if len(known) < LEAST_POINTS:
        return RunDrawing(name, chart.title, "Too few points to draw.", [], "", [], [], [], rows)
    reading = read([value for _, _, value in known], chart.kind)
    heights = [value for _, _, value in known]
    heights += [level for level in (reading.lower, reading.upper, chart.target) if level is not None]
    if chart.unit == "percent":
        heights = [min(max(level, 0), 1) for level in heights]
    scale, y_ticks = axis([max(level, 0) for level in heights], chart.unit, start=BOTTOM, end=TOP)
    across = Scale(0, max(len(chart.points) - 1, 1), LEFT + 12, RIGHT - 12)
    marks = []
    for (index, point, value), side in zip(known, reading.sides, strict=True):
        signal = _signal(side, chart.higher_is_better)
        rows[index] = (point.label, said(value, chart.unit, 0.001), signal.value, point.note)
        marks.append(_mark(across.at(index), scale.at(value), rows[index], signal))
    step = every(len(chart.points), LABELS)
    return RunDrawing(
        identifier=name,
        title=chart.title,
        description=_description(chart, reading, marks),
        marks=marks,
        line=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        rules=_apart(_rules(chart, reading, scale)),
        y_ticks=y_ticks,
        x_ticks=[Tick(across.at(i), point.label) for i, point in enumerate(chart.points) if i % step == 0],
        rows=rows,
    )


def said_or_gap(value: float | None, unit: str) -> str:
    return "No figure" if value is None else said(value, unit, 0.001)


def _mark(x: float, y: float, row: tuple[str, str, str, str], signal: Signal) -> Mark:
    """A circle is usual, a diamond better, a triangle worse."""
    if signal is Signal.BETTER:
        shape, corners = "diamond", [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
    elif signal is Signal.WORSE:
        shape, corners = "triangle", [(x, y - 7), (x + 7, y + 6), (x - 7, y + 6)]
    else:
        shape, corners = "circle", []
    points = " ".join(f"{round(a, 1)},{round(b, 1)}" for a, b in corners)
    return Mark(x, y, row[0], row[1], signal, row[3], shape, points)


def _rules(chart: RunChart, reading: Reading, scale: Scale) -> list[Rule]:
    """The centre, the limits and the target as lines across; a limit that cannot be reached is not drawn."""
    centre_name = "Median" if chart.kind == "run" else "Average"
    levels = [(reading.centre, centre_name, "centre"), (reading.upper, "Upper limit", "limit")]
    levels += [(reading.lower, "Lower limit", "limit"), (chart.target, "Target", "target")]
    return [
        Rule(scale.at(level), f"{name} {said(level, chart.unit)}", kind, 0)
        for level, name, kind in levels
        if level is not None and scale.low - 1e-9 <= level <= scale.high + 1e-9
    ]


def _apart(rules: list[Rule], room: float = 14) -> list[Rule]:
    """The same lines with their labels moved so that none lies on another."""
    placed: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.y):
        y = max(rule.y, placed[-1].label_y + room) if placed else rule.y
        placed.append(replace(rule, label_y=round(y, 1)))
    return placed


def _description(chart: RunChart, reading: Reading, marks: list[Mark]) -> str:
    better = sum(mark.signal is Signal.BETTER for mark in marks)
    worse = sum(mark.signal is Signal.WORSE for mark in marks)
    centre = "Median" if chart.kind == "run" else "Average"
    return (
        f"{len(marks)} points from {marks[0].label} to {marks[-1].label}. {centre} {said(reading.centre, chart.unit)}. "
        f"{better} show getting better, {worse} getting worse."
    )
