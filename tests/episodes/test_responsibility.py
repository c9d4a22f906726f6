"""From and until when somebody may answer for an aspect of care."""

from datetime import UTC, date, datetime, time, timedelta
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


def test_somebody_takes_over_only_after_the_one_before_began():
    responsibility.check_takeover(holder_begun=None, now=NOW)
    responsibility.check_takeover(holder_begun=BEGAN, now=NOW)

    with pytest.raises(ValidationError, match="only after the one before them"):
        responsibility.check_takeover(holder_begun=NOW, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (BEGAN, None, None),
        (BEGAN, NOW, None),
        (NOW, None, "about the past"),
        (BEGAN - timedelta(seconds=1), None, "before shared care began"),
        (BEGAN, NOW + timedelta(seconds=1), "Leave the last day empty"),
        (BEGAN + timedelta(days=2), BEGAN + timedelta(days=1), "must not be before"),
    ],
)
def test_a_correction_is_about_the_past_of_the_episode(first, last, said):
    facts = {"from_moment": first, "until_moment": last, "episode_begun": BEGAN, "now": NOW}

    if said is None:
        responsibility.check_correction(**facts)
    else:
        with pytest.raises(ValidationError, match=said):
            responsibility.check_correction(**facts)


def at(hour):
    return None if hour is None else NOW + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("held", "cut", "left"),
    [
        ((0, 10), (2, 5), [(0, 2), (5, 10)]),
        ((0, 10), (0, 10), []),
        ((0, 10), (2, None), [(0, 2)]),
        ((0, None), (2, 5), [(0, 2), (5, None)]),
        ((0, None), (2, None), [(0, 2)]),
        ((3, 4), (2, 5), []),
        ((3, 8), (2, 5), [(5, 8)]),
        ((0, 2), (2, 5), [(0, 2)]),
        ((5, 8), (2, 5), [(5, 8)]),
    ],
)
def test_cutting_a_stretch_out_leaves_the_parts_before_and_after_it(held, cut, left):
    found = responsibility.parts_left(tuple(map(at, held)), tuple(map(at, cut)))

    assert found == [tuple(map(at, part)) for part in left]


def test_the_hour_the_clocks_skip_is_refused_and_the_hour_that_comes_twice_is_said_to_be_the_first():
    with pytest.raises(ValidationError, match="clocks went forward"):
        responsibility.moment_of(date(2026, 3, 29), time(1, 30), LONDON)

    twice = responsibility.moment_of(date(2026, 10, 25), time(1, 30), LONDON)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert responsibility.happened_twice(twice, LONDON)
    assert not responsibility.happened_twice(responsibility.moment_of(date(2026, 10, 25), time(2, 30), LONDON), LONDON)


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
