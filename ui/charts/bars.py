"""A measure as one bar: how many of those counted met it, against the standard."""

from dataclasses import dataclass
from decimal import Decimal

from ui import words

WIDTH = 200


@dataclass(frozen=True)
class MeasureBar:
    label: str
    met: int
    counted: int
    share: float | None
    said: str
    standard_said: str
    reached: bool | None
    width: float
    standard_at: float | None


def measure_bar(*, label: str, met: int, counted: int, standard: float | Decimal | None = None) -> MeasureBar:
    """The bar of a measure; nobody counted is no percentage at all, rather than nought or a hundred."""
    share = met / counted if counted else None
    aim = float(standard) if standard is not None else None
    return MeasureBar(
        label=label,
        met=met,
        counted=counted,
        share=share,
        said=words.percent(share) if share is not None else "Nobody to count",
        standard_said=words.percent(aim) if aim is not None else "",
        reached=None if share is None or aim is None else share >= aim,
        width=round(WIDTH * min(share or 0, 1), 1),
        standard_at=round(WIDTH * aim, 1) if aim is not None else None,
    )
