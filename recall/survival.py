"""How long people take to answer: the share of those reached who have not answered yet, day by day (H16).

Estimated as Kaplan and Meier do (Journal of the American Statistical Association 53, 1958, pages 457 to 481), so that
whoever was reached a week ago counts for a week and no longer.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """So many people who waited so many days: until they answered, or until today without an answer."""

    days: int
    answered: bool
    people: int


@dataclass(frozen=True)
class Drop:
    """What one day of answers comes to: who had been watched so far, who answered, and the share still silent."""

    day: int
    watched: int
    answered: int
    silent: float


def curve(waits: Iterable[Wait]) -> list[Drop]:
    """The days on which anybody answered, in order. Empty while nobody has."""
    answered: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for wait in waits:
        ended[wait.days] += wait.people
        if wait.answered:
            answered[wait.days] += wait.people
    watched, silent, drops = ended.total(), 1.0, []
    for day in sorted(ended):
        if answered[day]:
            silent *= 1 - answered[day] / watched
            drops.append(Drop(day, watched, answered[day], silent))
        watched -= ended[day]
    return drops


def median(drops: Iterable[Drop]) -> int | None:
    """The day by which half of the people had answered; None when so many have not."""
    return next((drop.day for drop in drops if drop.silent <= 0.5), None)
