"""What the charts share: a linear scale, round numbers for an axis, and an identifier for a drawing."""

import hashlib
import math
from dataclasses import dataclass

from ui import words


@dataclass(frozen=True)
class Scale:
    """Values from low to high laid along a line of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


def step_for(span: float, ticks: int = 5) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that divides a span into about so many ticks."""
    rough = span / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough * 0.999)


def axis(values: list[float], unit: str, *, start: float, end: float) -> tuple[Scale, list[Tick]]:
    """A scale that holds every value, with its ticks; a percentage stays in 0 to 100, a count does not sink below 0."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        low, high = low - (0.05 if unit == "percent" else 1), high + (0.05 if unit == "percent" else 1)
    step = step_for(high - low)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    low = max(low, 0.0) if min(values) >= 0 else low
    high = min(high, 1.0) if unit == "percent" and max(values) <= 1 else high
    scale = Scale(low, high, start, end)
    count = round((high - low) / step)
    return scale, [Tick(scale.at(low + step * i), said(low + step * i, unit, step)) for i in range(count + 1)]


def said(value: float, unit: str, step: float | None = None) -> str:
    """A value as it is written beside a chart."""
    if unit == "percent":
        return words.percent(value, 1 if step is not None and step < 0.0099 else 0)
    return f"{round(value, 1):,.1f}".removesuffix(".0")


def identifier(*parts: object) -> str:
    """A short name for a drawing, the same on page and in print, so that its patterns can be pointed at."""
    return "c" + hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def every(count: int, room: int) -> int:
    """How many labels to step over so that no more than room of them are written."""
    return max(1, math.ceil(count / room))
