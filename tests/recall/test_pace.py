"""Keeping to the provider's rate, over all workers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall import actions
from recall.models import SendingPace
from recall.pace import Bucket, taken

NOW = datetime(2026, 3, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("room", "seconds", "wanted", "granted"),
    [
        (0, 0, 10, 0),
        (0, 1, 10, 10),  # 49 and a bit flow in
        (50, 0, 10, 10),
        (5, 0, 10, 5),
        (0, 3600, 500, 50),  # never more than the burst
        (5, -60, 10, 5),  # a clock put back
    ],
)
def test_so_many_leave_at_3000_a_minute(room, seconds, wanted, granted):
    bucket, given_out = taken(Bucket(room, NOW), wanted=wanted, per_minute=3_000, now=NOW + timedelta(seconds=seconds))

    assert given_out == granted
    assert bucket.at >= NOW


@given(
    per_minute=st.integers(2, 6_000),
    asks=st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 200)), min_size=1, max_size=200),
)
def test_no_minute_sees_more_than_the_rate(per_minute, asks):
    bucket, now, left = Bucket(0, NOW), NOW, []
    for milliseconds, wanted in asks:
        now += timedelta(milliseconds=milliseconds)
        bucket, granted = taken(bucket, wanted=wanted, per_minute=per_minute, now=now)
        left += [now] * granted

    assert left == sorted(left)
    for first, later in zip(left, left[per_minute:], strict=False):
        assert later - first > timedelta(minutes=1) - timedelta(milliseconds=1)
    assert all(earlier <= later for earlier, later in pairwise(left))


def test_turns_are_taken_for_all_workers_and_given_back(scheme):
    SendingPace.objects.create(pk=1, room=30, at=NOW)

    assert actions.take_turn(wanted=20, per_minute=3_000) == 20
    assert actions.take_turn(wanted=20, per_minute=3_000) == 10
    assert actions.take_turn(wanted=20, per_minute=3_000) == 0
    actions.give_back(count=4)
    assert actions.take_turn(wanted=20, per_minute=3_000) == 4
