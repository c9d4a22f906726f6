"""Measuring two ways of doing the same work side by side, and what may be said of it afterwards.

Only the ratio means anything from one machine to the next, so both ways run in every repeat, in turned order.
"""

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

NOISY = 1.5


@dataclass(frozen=True)
class Case:
    """Ours and what stands beside it; each does the work once and returns the seconds that count.

    `beside` is a limit, which cannot be beaten, or the naive way, which should be.
    """

    name: str
    amount: int
    unit: str
    clock: str
    ours: Callable[[], float]
    beside: Callable[[], float]
    beside_name: str
    is_limit: bool = True


@dataclass(frozen=True)
class Outcome:
    """What the repeats of one case gave, in seconds."""

    case: Case
    ours: Sequence[float]
    beside: Sequence[float]

    @property
    def ratio(self) -> float:
        """How many times as long ours takes; the median of the ratios of each repeat."""
        return median(ours / beside for ours, beside in zip(self.ours, self.beside, strict=True))

    @property
    def is_noisy(self) -> bool:
        """Whether something else ran: one way's slowest repeat took half as long again as its fastest."""
        return any(max(times) / min(times) > NOISY for times in (self.ours, self.beside))

    def rate(self, times: Sequence[float]) -> float:
        """How many a second."""
        return self.case.amount / median(times)

    def facts(self) -> dict[str, object]:
        """For a program."""
        return {
            "name": self.case.name,
            "unit": self.case.unit,
            "amount": self.case.amount,
            "clock": self.case.clock,
            "ours_seconds": median(self.ours),
            "ours_per_second": self.rate(self.ours),
            "beside": self.case.beside_name,
            "beside_is_limit": self.case.is_limit,
            "beside_seconds": median(self.beside),
            "beside_per_second": self.rate(self.beside),
            "ratio": self.ratio,
            "noisy": self.is_noisy,
        }


def measure(case: Case, repeats: int) -> Outcome:
    """Run both ways so many times, the first of each thrown away, who goes first changing from repeat to repeat."""
    times: dict[str, list[float]] = {"ours": [], "beside": []}
    ways = [("ours", case.ours), ("beside", case.beside)]
    for repeat in range(repeats + 1):
        for name, way in ways if repeat % 2 else reversed(ways):
            gc.collect()
            seconds = way()
            if repeat:
                times[name].append(seconds)
    return Outcome(case, times["ours"], times["beside"])


def load() -> float:
    """How busy the machine has been this last minute."""
    return os.getloadavg()[0]
