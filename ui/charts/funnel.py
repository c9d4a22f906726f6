"""Funnel plots: places compared by size, so that chance is not mistaken for difference.

Limits are Wilson's for the overall share at 95% and 99.8%, after Spiegelhalter, Statistics in Medicine 2005;24:1185.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.scale import Scale, Tick, axis, identifier, said, step_for

Z_95, Z_998 = 1.96, 3.09
STEPS = 48
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 56, 640, 16, 268


@dataclass(frozen=True)
class Place:
    name: str
    met: int
    counted: int
    url: str = ""


@dataclass(frozen=True)
class FunnelChart:
    title: str
    places: Sequence[Place]
    counted_label: str = "People counted"


@dataclass(frozen=True)
class Spot:
    """A place in the picture and in the table; outside is 0 within both limits, 2 beyond 95%, 3 beyond 99.8%."""

    number: int
    place: Place
    said: str
    verdict: str
    outside: int
    x: float
    y: float
    points: str


@dataclass(frozen=True)
class FunnelDrawing:
    identifier: str
    title: str
    description: str
    counted_label: str
    spots: list[Spot]
    uncounted: list[Place]
    overall_y: float
    overall_said: str
    lines: list[tuple[str, str]]
    y_ticks: list[Tick]
    x_ticks: list[Tick]


def limits(share: float, counted: float, z: float) -> tuple[float, float]:
    """Between which shares a place of this size would lie by chance."""
    square = z * z / counted
    half = z * math.sqrt(share * (1 - share) / counted + square / (4 * counted))
    return (share + square / 2 - half) / (1 + square), (share + square / 2 + half) / (1 + square)


def outside(place: Place, share: float) -> int:
    """0 within the limits, 2 beyond 95%, 3 beyond 99.8%."""
    own = place.met / place.counted
    for z, found in ((Z_998, 3), (Z_95, 2)):
        low, high = limits(share, place.counted, z)
        if not low <= own <= high:
            return found
    return 0


def draw_funnel(chart: FunnelChart) -> FunnelDrawing:
    """Places with nobody counted are named under the picture and not drawn."""
    places = [place for place in chart.places if place.counted]
    uncounted = [place for place in chart.places if not place.counted]
    name = identifier("funnel", chart.title, [(place.name, place.met, place.counted) for place in chart.places])
    if not places:
        said_so = "Nobody was counted anywhere."
        return FunnelDrawing(name, chart.title, said_so, chart.counted_label, [], uncounted, 0, "", [], [], [])
    share = sum(place.met for place in places) / sum(place.counted for place in places)
    widest = max(place.counted for place in places)
    step = max(step_for(widest), 1)
    across = Scale(0, math.ceil(widest / step) * step or 1, LEFT, RIGHT)
    up, y_ticks = axis([*(p.met / p.counted for p in places), *_reach(share, places)], "percent", start=BOTTOM, end=TOP)
    spots = [_spot(index, place, share, across, up) for index, place in enumerate(places, 1)]
    far = sum(spot.outside == 3 for spot in spots)
    return FunnelDrawing(
        identifier=name,
        title=chart.title,
        description=f"{len(spots)} places around {said(share, 'percent')} overall; {far} beyond the 99.8% limits.",
        counted_label=chart.counted_label,
        spots=spots,
        uncounted=uncounted,
        overall_y=up.at(share),
        overall_said=f"Overall {said(share, 'percent')}",
        lines=_lines(share, across, up),
        y_ticks=y_ticks,
        x_ticks=[Tick(across.at(step * i), f"{round(step * i):,}") for i in range(round(across.high / step) + 1)],
    )


def _reach(share: float, places: list[Place]) -> tuple[float, float]:
    """How far up and down the picture must show the limits: those of the smallest place."""
    return limits(share, min(place.counted for place in places), Z_998)


def _spot(number: int, place: Place, share: float, across: Scale, up: Scale) -> Spot:
    own = place.met / place.counted
    far = outside(place, share)
    x, y = across.at(place.counted), up.at(own)
    corners = [(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)]
    direction = "above" if own > share else "below"
    verdict = {
        0: "Within the limits",
        2: f"{direction.title()} the 95% limit",
        3: f"{direction.title()} the 99.8% limit",
    }[far]
    points = " ".join(f"{round(a, 1)},{round(b, 1)}" for a, b in corners)
    return Spot(number, place, said(own, "percent", 0.001), verdict, far, x, y, points)


def _lines(share: float, across: Scale, up: Scale) -> list[tuple[str, str]]:
    """The four limits as lines of points, narrowing to the right, cut off at the edge of the picture."""
    drawn = []
    for z, kind in ((Z_998, "outer"), (Z_95, "inner")):
        for side in (0, 1):
            points = []
            for step in range(1, STEPS + 1):
                counted = across.high * (step / STEPS) ** 2
                level = limits(share, counted, z)[side]
                if up.low - 1e-9 <= level <= up.high + 1e-9:
                    points.append(f"{across.at(counted)},{up.at(level)}")
            drawn.append((kind, " ".join(points)))
    return drawn
