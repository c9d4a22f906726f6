"""How long to wait before a password is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.limits import HERE, Limit, in_words, wait

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)


def ago(*minutes):
    return [NOW - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("tries", "left"),
    [
        ([], 0),
        (ago(1, 2, 3, 4), 0),
        (ago(1, 2, 3, 4, 5), 10),
        (ago(1, 2, 3, 4, 16), 0),
        (ago(1, 1, 1, 1, 1, 20, 21, 22), 14),
        (ago(14, 14, 14, 14, 29, 29, 29, 29, 44, 44), 16),
    ],
    ids=[
        "nobody tried",
        "four tries",
        "the fifth makes the next wait",
        "what is long ago counts for less",
        "the latest five count",
        "and ten in the hour",
    ],
)
def test_one_more_try_is_within_every_limit_after_the_wait(tries, left):
    assert wait(tries, HERE, NOW) == timedelta(minutes=left)


@pytest.mark.parametrize("tries", [ago(1, 2, 3, 4, 5), ago(*range(10)), ago(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)])
def test_after_the_wait_there_is_none(tries):
    later = NOW + wait(tries, HERE, NOW)

    assert wait(tries, HERE, later) == timedelta(0)


def test_a_limit_of_one_waits_its_whole_time():
    assert wait(ago(0), [Limit(1, timedelta(minutes=5))], NOW) == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (900, "15 minutes")]
)
def test_a_wait_is_never_said_shorter_than_it_is(seconds, words):
    assert in_words(timedelta(seconds=seconds)) == words
