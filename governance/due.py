"""When a person's request must be answered.

Source: UK GDPR article 12(3) and the Information Commissioner's guidance on time limits: one calendar month from the
day of receipt, to the same day of the next month; where there is no such day, the last of that month; where that day
is a weekend, the next working day. Two months more for what is complex or many, if the person is told why within the
first month (standards 9.1). Read 2026-11. Public holidays are not counted out, so that we are never later than the law.
"""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 1
MORE_MONTHS = 2
SATURDAY = 5


def due_on(received_on: date, *, extended: bool = False) -> date:
    """The last day on which the answer is in time."""
    return working_day(months_after(received_on, MONTHS + (MORE_MONTHS if extended else 0)))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
