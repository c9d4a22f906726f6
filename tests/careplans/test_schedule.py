"""When a plan is next reviewed (L1)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from careplans import schedule
from careplans.schedule import Outcome, Reviewed

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
WEEKS = st.integers(1, 520)


@pytest.mark.parametrize(
    ("reviewed_on", "weeks", "outcome", "expected"),
    [
        (date(2026, 3, 16), 52, Outcome.CONTINUES, date(2027, 3, 15)),
        (date(2026, 3, 16), 26, Outcome.CHANGED, date(2026, 9, 14)),
        (date(2024, 2, 29), 13, Outcome.CONTINUES, date(2024, 5, 30)),
        (date(2026, 3, 16), 13, Outcome.RETURNED, None),
    ],
)
def test_the_next_review_follows_the_schemes_interval_unless_the_person_is_handed_back(
    reviewed_on, weeks, outcome, expected
):
    assert schedule.next_review_on(reviewed_on, weeks, outcome) == expected


def test_the_first_review_follows_the_start():
    assert schedule.first_review_on(date(2026, 3, 2), 13) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], date(2026, 6, 1)),
        ([Reviewed(date(2026, 4, 1), date(2026, 7, 1))], date(2026, 7, 1)),
        (
            [Reviewed(date(2026, 5, 1), date(2026, 8, 1)), Reviewed(date(2026, 4, 1), date(2026, 7, 1))],
            date(2026, 8, 1),
        ),
        ([Reviewed(date(2026, 4, 1), None)], date(2026, 6, 1)),
    ],
)
def test_the_latest_review_that_stands_decides_what_is_due(reviews, expected):
    assert schedule.due_after(reviews, date(2026, 6, 1)) == expected


@pytest.mark.parametrize(
    ("reviewed_on", "said"), [(date(2026, 3, 17), "before it happens"), (date(2026, 3, 1), "had not begun")]
)
def test_a_review_in_the_future_or_before_shared_care_is_refused(reviewed_on, said):
    with pytest.raises(ValidationError, match=said):
        schedule.check_reviewed_on(reviewed_on, started_on=date(2026, 3, 2), today=date(2026, 3, 16))


@pytest.mark.parametrize("reviewed_on", [date(2026, 3, 2), date(2026, 3, 16)])
def test_a_review_between_the_start_and_today_is_taken(reviewed_on):
    schedule.check_reviewed_on(reviewed_on, started_on=date(2026, 3, 2), today=date(2026, 3, 16))


@given(reviewed_on=DAYS, weeks=WEEKS, outcome=st.sampled_from(Outcome))
def test_the_next_review_is_never_before_the_review(reviewed_on, weeks, outcome):
    following = schedule.next_review_on(reviewed_on, weeks, outcome)

    assert (following is None) == (outcome == Outcome.RETURNED)
    assert following is None or following > reviewed_on


@given(days=st.lists(DAYS, unique=True), weeks=WEEKS, started_on=DAYS)
def test_what_is_due_is_never_before_the_latest_review(days, weeks, started_on):
    reviews = [Reviewed(day, schedule.next_review_on(day, weeks, Outcome.CONTINUES)) for day in days]

    due = schedule.due_after(reviews, schedule.first_review_on(started_on, weeks))

    assert due == (max(days) if days else started_on) + timedelta(weeks=weeks)
