"""When a request must be answered: the months of the calendar, their ends, and weekends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.due import due_on, months_after


@pytest.mark.parametrize(
    ("received_on", "extended", "expected"),
    [
        (date(2026, 3, 2), False, date(2026, 4, 2)),
        # The same day of the next month, or its last day where there is no such day.
        (date(2026, 3, 31), False, date(2026, 4, 30)),
        (date(2027, 12, 31), False, date(2028, 1, 31)),
        (date(2028, 1, 31), False, date(2028, 2, 29)),
        # 28 February 2026 is a Saturday: the next working day is 2 March.
        (date(2026, 1, 31), False, date(2026, 3, 2)),
        (date(2026, 4, 3), False, date(2026, 5, 4)),
        # Two months more for what is complex.
        (date(2026, 3, 2), True, date(2026, 6, 2)),
        (date(2025, 11, 30), True, date(2026, 3, 2)),
    ],
)
def test_the_answer_is_due_in_one_month_or_three(received_on, extended, expected):
    assert due_on(received_on, extended=extended) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans())
def test_the_answer_is_never_due_on_a_weekend_and_never_early(received_on, extended):
    due = due_on(received_on, extended=extended)

    assert due.weekday() < 5
    assert 0 <= (due - months_after(received_on, 3 if extended else 1)).days <= 2
