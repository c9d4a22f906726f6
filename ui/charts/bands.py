"""Small multiples: one measure of one person over time, over the bands its scores fall into."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.run import Point
from ui.charts.scale import Scale, Tick, axis, identifier, said

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 150, 36, 250, 14, 122
# From light to dark, so that the bands keep their order in black and white.
SHADES = ("#f0f4f5", "#d8dde0", "#b8c2c8", "#9aa6ad")


@dataclass(frozen=True)
class Band:
    name: str
    low: float
    high: float


@dataclass(frozen=True)
class BandChart:
    title: str
    points: Sequence[Point]
    bands: Sequence[Band]
    unit_label: str = ""


@dataclass(frozen=True)
class Stripe:
    name: str
    y: float
    height: float
    text_y: float
    fill: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str
    said: str
    band: str


@dataclass(frozen=True)
class BandDrawing:
    identifier: str
    title: str
    description: str
    unit_label: str
    stripes: list[Stripe]
    dots: list[Dot]
    line: str
    y_ticks: list[Tick]
    first: str
    last: str


def band_of(value: float, bands: Sequence[Band]) -> str:
    """The band a value falls into; a value on a border belongs to the higher one."""
    found = [band.name for band in bands if band.low <= value <= band.high]
    return found[-1] if found else ""


def draw_bands(chart: BandChart) -> BandDrawing:
    known = [(point.label, point.value) for point in chart.points if point.value is not None]
    edges = [edge for band in chart.bands for edge in (band.low, band.high)]
    scale, ticks = axis([*(value for _, value in known), *edges] or [0.0, 1.0], "count", start=BOTTOM, end=TOP)
    across = Scale(0, max(len(known) - 1, 1), LEFT + 10, RIGHT - 10)
    dots = [
        Dot(across.at(index), scale.at(value), label, said(value, "count"), band_of(value, chart.bands))
        for index, (label, value) in enumerate(known)
    ]
    description = "; ".join(f"{dot.label} {dot.said} {dot.band}".strip() for dot in dots) or "No scores yet."
    return BandDrawing(
        identifier=identifier("bands", chart.title, description),
        title=chart.title,
        description=description,
        unit_label=chart.unit_label,
        stripes=[_stripe(index, band, scale) for index, band in enumerate(chart.bands)],
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        y_ticks=ticks,
        first=dots[0].label if dots else "",
        last=dots[-1].label if len(dots) > 1 else "",
    )


def _stripe(index: int, band: Band, scale: Scale) -> Stripe:
    top, bottom = scale.at(band.high), scale.at(band.low)
    height = round(bottom - top, 1)
    return Stripe(band.name, top, height, round(top + height / 2 + 4, 1), SHADES[index % len(SHADES)])
