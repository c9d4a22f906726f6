"""Quarters."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from indicators import periods
from indicators.periods import Quarter

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_begins_and_ends(number, first, last):
    assert (Quarter(2026, number).starts_on, Quarter(2026, number).ends_on) == (first, last)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_lies_in_its_quarter_and_next_and_previous_undo_each_other(day):
    quarter = periods.quarter_of(day)

    assert quarter.starts_on <= day <= quarter.ends_on
    assert quarter.next.previous == quarter
    assert periods.parse(quarter.code, date(2100, 1, 1)) == quarter


def test_a_quarter_that_is_over_is_seen_whole_and_the_present_one_so_far():
    assert Quarter(2025, 4).seen_on(TODAY).label == "October to December 2025"
    assert Quarter(2026, 1).seen_on(TODAY).label == "January to March 2026, so far"
    assert Quarter(2026, 1).seen_on(TODAY).ends_on == TODAY
    assert Quarter(2026, 1).seen_on(date(2026, 3, 31)).label == "January to March 2026"


def test_the_latest_whole_quarter_is_shown_first():
    assert periods.latest_whole(TODAY) == Quarter(2025, 4)
    assert periods.latest_whole(date(2026, 3, 31)) == Quarter(2026, 1)
    assert [quarter.code for quarter in periods.choices(TODAY, 3)] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert [quarter.code for quarter in periods.run_up(Quarter(2025, 2), 3)] == ["2024-Q4", "2025-Q1", "2025-Q2"]


@pytest.mark.parametrize(
    ("written", "refusal"),
    [("", "for example 2026-Q1"), ("2026-Q5", "for example"), ("Q1", "for example"), ("2026-q2", "has not begun")],
)
def test_what_is_no_quarter_is_refused_in_words(written, refusal):
    with pytest.raises(ValidationError, match=refusal):
        periods.parse(written, TODAY)
