"""The sentence of a deed, filled on the day."""

from datetime import date

import pytest

from audit.events import Kind

MOVED = Kind("tests.moved", "{name} moved on {on}.")


def test_days_are_written_out():
    assert MOVED.sentence(name="Alex", on=date(2026, 3, 6)) == "Alex moved on 6 March 2026."


def test_a_missing_fact_is_an_error_and_never_a_gap():
    with pytest.raises(KeyError):
        MOVED.sentence(name="Alex")
