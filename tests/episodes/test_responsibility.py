"""From and until when somebody may answer for an aspect of care."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from episodes import responsibility

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
BEGAN = datetime(2026, 3, 2, tzinfo=LONDON)


def test_a_day_begins_at_midnight_here():
    assert responsibility.start_of(date(2026, 6, 1), LONDON) == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 3, 1)])
def test_shared_care_may_start_today_or_earlier(day):
    responsibility.check_start(day, date(2026, 3, 16))


def test_shared_care_cannot_start_tomorrow():
    with pytest.raises(ValidationError, match="future"):
        responsibility.check_start(date(2026, 3, 17), date(2026, 3, 16))


@pytest.mark.parametrize(
    ("moment", "holder_begun", "said"),
    [
        (NOW, None, None),
        (NOW, BEGAN, None),
        (BEGAN, None, None),
        (NOW + timedelta(seconds=1), None, "not from a later moment"),
        (BEGAN - timedelta(seconds=1), None, "before shared care began"),
        (BEGAN, BEGAN, "only after the one before them"),
    ],
)
def test_somebody_takes_over_after_the_one_before_and_not_in_the_future(moment, holder_begun, said):
    facts = {"from_moment": moment, "episode_begun": BEGAN, "holder_begun": holder_begun, "now": NOW}

    if said is None:
        responsibility.check_takeover(**facts)
    else:
        with pytest.raises(ValidationError, match=said):
            responsibility.check_takeover(**facts)


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [
        (date(2026, 3, 16), NOW),
        (date(2026, 3, 10), datetime(2026, 3, 11, tzinfo=LONDON)),
    ],
)
def test_an_ending_episode_stops_everybody_with_its_last_day(ended_on, expected):
    assert responsibility.closing_moment(ended_on=ended_on, begun_last=BEGAN, now=NOW, zone=LONDON) == expected


@pytest.mark.parametrize(
    ("ended_on", "said"), [(date(2026, 3, 17), "future"), (date(2026, 3, 1), "still made responsible")]
)
def test_an_episode_does_not_end_in_the_future_or_before_somebody_began(ended_on, said):
    with pytest.raises(ValidationError, match=said):
        responsibility.closing_moment(ended_on=ended_on, begun_last=BEGAN, now=NOW, zone=LONDON)


@given(days=st.integers(0, 400), begun=st.none() | st.integers(1, 400))
def test_nobody_ever_answers_after_now_or_for_no_time_at_all(days, begun):
    ended_on = NOW.date() - timedelta(days=days)
    begun_last = None if begun is None else NOW - timedelta(days=begun)

    try:
        moment = responsibility.closing_moment(ended_on=ended_on, begun_last=begun_last, now=NOW, zone=LONDON)
    except ValidationError:
        return

    assert moment <= NOW
    assert begun_last is None or moment > begun_last
