"""By when a query is due, and what is wrong with one that is not answered."""

from datetime import UTC, datetime, timedelta

import pytest

from episodes.desk import Facts, Finding, answer_by, findings

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
SOON, PAST = NOW + timedelta(hours=1), NOW - timedelta(seconds=1)

FINDINGS = [
    pytest.param(Facts("asked", SOON), [Finding.UNROUTED], id="new"),
    pytest.param(Facts("asked", PAST), [Finding.LATE, Finding.UNROUTED], id="late, and with nobody"),
    pytest.param(Facts("routed", SOON), [], id="with a clinician, in time"),
    pytest.param(Facts("routed", NOW), [], id="due at this moment"),
    pytest.param(Facts("routed", PAST), [Finding.LATE], id="with a clinician, late"),
    pytest.param(Facts("routed", SOON, clinician_may_answer=False), [Finding.STRANDED], id="the clinician has left"),
    pytest.param(
        Facts("routed", PAST, clinician_may_answer=False), [Finding.STRANDED, Finding.LATE], id="left, and late"
    ),
    pytest.param(Facts("asked", PAST, person_died=True), [Finding.DIED], id="died: nothing is late any more"),
    pytest.param(
        Facts("routed", PAST, clinician_may_answer=False, person_died=True), [Finding.DIED], id="died, with somebody"
    ),
    pytest.param(Facts("answered", PAST, clinician_may_answer=False), [], id="answered"),
    pytest.param(Facts("closed", PAST, person_died=True), [], id="closed"),
    pytest.param(Facts("withdrawn", PAST), [], id="withdrawn"),
]


@pytest.mark.parametrize(("facts", "expected"), FINDINGS)
def test_what_is_wrong_with_a_query(facts, expected):
    assert findings(facts, NOW) == expected


def test_hours_are_those_of_the_clock_over_a_change_of_it():
    before_the_clocks_change = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)

    due = answer_by(before_the_clocks_change, "urgent", {"urgent": 4, "routine": 72})

    assert due == datetime(2026, 3, 29, 3, 0, tzinfo=UTC)
