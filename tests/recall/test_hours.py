"""When messages may leave."""

from datetime import UTC, date, datetime

import pytest

from recall import hours
from recall.hours import LONDON as HERE
from recall.hours import Hours

EASTER_MONDAY = date(2026, 4, 6)


def closed(day):
    return [EASTER_MONDAY]


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        # In winter the clock on the wall shows UTC; from 29 March on it is an hour ahead.
        (datetime(2026, 3, 16, 8, tzinfo=UTC), None),
        (datetime(2026, 3, 16, 7, 59, 59, tzinfo=UTC), datetime(2026, 3, 16, 8, tzinfo=UTC)),
        (datetime(2026, 3, 16, 17, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 16, 18, tzinfo=UTC), datetime(2026, 3, 17, 8, tzinfo=UTC)),
        (datetime(2026, 3, 27, 18, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),  # a weekend, and the clocks
        (datetime(2026, 3, 30, 7, tzinfo=UTC), None),
        (datetime(2026, 3, 30, 17, tzinfo=UTC), datetime(2026, 3, 31, 7, tzinfo=UTC)),
        (datetime(2026, 4, 4, 12, tzinfo=UTC), datetime(2026, 4, 7, 7, tzinfo=UTC)),  # Saturday before Easter
        (datetime(2026, 4, 6, 12, tzinfo=UTC), datetime(2026, 4, 7, 7, tzinfo=UTC)),
        (datetime(2026, 10, 23, 18, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)),  # the clocks go back
    ],
)
def test_messages_leave_in_the_hours_of_a_working_day(moment, opens):
    assert hours.are_open(Hours(), moment, [EASTER_MONDAY]) is (opens is None)
    assert hours.opening_after(Hours(), moment, closed) == (opens or moment)
    assert hours.opening_after(Hours(), moment, closed).tzinfo in (UTC, HERE)


def test_hours_are_read_as_they_are_written():
    assert hours.read("08:00-18:00") == Hours()
    assert hours.read("always") is None


@pytest.mark.parametrize("text", ["", "8-18", "18:00-08:00", "25:00-26:00", "08:00-08:00"])
def test_unclear_hours_are_refused(text):
    with pytest.raises(ValueError, match=r"SEND_HOURS|hour must be"):
        hours.read(text)
