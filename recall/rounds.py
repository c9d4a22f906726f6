"""A round of a campaign: how big it is, how fast it goes, and how often one person is invited (H8, H14, H15).

`queries.rounds` says the same in SQL; one test runs both.
"""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """Up to so many invitations to one person, so many days apart; of so many people at most, and of one practice no
    more than so many a week. None where there is no limit. Each practice’s letters may come in a file of their own."""

    attempts: int
    gap_days: int
    size_cap: int | None = None
    practice_a_week: int | None = None
    split_by_practice: bool = False


def monday(day: date) -> date:
    """The Monday of the day's week: a practice's week begins on it."""
    return day - timedelta(days=day.weekday())


def turn_on(turn: int, *, a_week: int | None, taken: int, today: date) -> date | None:
    """From when on the first invitation of a practice's next person but `turn` - 1 may leave; None when that is now.

    So many of its people have their turn in a week; `taken` of the places from this week on are somebody's already.
    """
    if a_week is None:
        return None
    day = monday(today) + (taken + turn - 1) // a_week * WEEK
    return day if day > today else None


def is_beyond(place: int, *, size_cap: int | None, in_hand: int) -> bool:
    """Whether the person in this place among the newcomers is left for the next round, since this one is full."""
    return size_cap is not None and place > size_cap - in_hand
