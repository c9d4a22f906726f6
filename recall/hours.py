"""When messages may leave: on weekdays that are no bank holiday, between two times of the day. Pure.

The shipped hours are those in which NHS Notify sends texts and e-mails, 08:00 to 18:00 on weekdays (NHS Notify API,
as in reference standards 8): nobody is woken, and whoever rings back finds somebody at work.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ALWAYS = "always"
SATURDAY = 5


@dataclass(frozen=True)
class Hours:
    """From a time of the day, until another, as a clock on the wall shows them."""

    opens: time = time(8)
    closes: time = time(18)


def read(text: str) -> Hours | None:
    """`08:00-18:00` as hours, or None for `always`. Raises ValueError in words for anything else."""
    if text == ALWAYS:
        return None
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text):
        raise ValueError("Set SEND_HOURS to hours like 08:00-18:00, or to always.")
    opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    if closes <= opens:
        raise ValueError("Set SEND_HOURS to hours that end after they begin.")
    return Hours(opens, closes)


def are_open(hours: Hours, moment: datetime, closed: Collection[date]) -> bool:
    """Whether messages may leave at the moment; `closed` are the bank holidays around it."""
    local = moment.astimezone(LONDON)
    return _works(local.date(), closed) and hours.opens <= local.time().replace(tzinfo=None) < hours.closes


def opening_after(hours: Hours, moment: datetime, closed: Callable[[date], Collection[date]]) -> datetime:
    """The next moment, this one included, at which messages may leave; `closed` gives a day's bank holidays."""
    local = moment.astimezone(LONDON)
    if are_open(hours, moment, closed(local.date())):
        return moment
    day = local.date() if local.time() < hours.opens else local.date() + timedelta(days=1)
    while not _works(day, closed(day)):
        day += timedelta(days=1)
    return datetime.combine(day, hours.opens, LONDON)


def _works(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed
