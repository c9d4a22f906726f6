"""When an exchange waits, is late or is silent, what may follow it, and when a way to reach somebody is to be tried."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from episodes import contact_route, exchange
from episodes.contact_route import RouteStatus
from episodes.exchange import CareTime, ExchangeStatus, Following

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"how": "letter"}, ExchangeStatus.WAITING),
        ({"how": "email", "day": date(2026, 3, 2)}, ExchangeStatus.WAITING),
        ({"how": "email", "day": date(2026, 3, 1)}, ExchangeStatus.LATE),
        ({"how": "email", "day": date(2026, 3, 1), "within_days": None}, ExchangeStatus.WAITING),
        ({"how": "letter", "day": date(2026, 3, 1), "acknowledged": True}, ExchangeStatus.ACKNOWLEDGED),
        ({"how": "telephone", "day": date(2025, 3, 1)}, ExchangeStatus.SPOKEN),
        ({"how": "meeting"}, ExchangeStatus.SPOKEN),
        ({"how": "letter", "acknowledged": True, "withdrawn": True}, ExchangeStatus.WITHDRAWN),
    ],
)
def test_what_is_written_waits_and_what_is_said_was_heard(facts, expected):
    given = {"day": TODAY, "acknowledged": False, "withdrawn": False, "within_days": 14}

    assert exchange.standing(today=TODAY, **{**given, **facts}) == expected


# The last day on which something was exchanged, the first of shared care, and whether that is a silence of 90 days.
SILENCES = [
    (None, TODAY, False),
    (None, TODAY - timedelta(days=90), False),
    (None, TODAY - timedelta(days=91), True),
    (TODAY - timedelta(days=90), TODAY - timedelta(days=400), False),
    (TODAY - timedelta(days=91), TODAY - timedelta(days=400), True),
    (TODAY, TODAY - timedelta(days=400), False),
]


@pytest.mark.parametrize(("last_on", "started_on", "silent"), SILENCES)
def test_silence_begins_after_the_schemes_days(last_on, started_on, silent):
    assert exchange.is_silent(last_on, started_on, TODAY, 90) is silent


@pytest.mark.parametrize(
    ("day", "care", "refusal"),
    [
        (date(2026, 3, 17), None, "today or in the past"),
        (date(2025, 2, 28), CareTime(date(2025, 3, 1)), "began on 1 March 2025"),
        (date(2026, 2, 2), CareTime(date(2025, 3, 1), date(2026, 2, 1)), "ended on 1 February 2026"),
    ],
)
def test_a_day_outside_the_time_in_shared_care_is_refused(day, care, refusal):
    with pytest.raises(ValidationError, match=refusal):
        exchange.check_day(day, TODAY, care)


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2026, 2, 1)])
def test_the_first_and_the_last_day_of_shared_care_are_in_it(day):
    exchange.check_day(day, TODAY, CareTime(date(2025, 3, 1), date(2026, 2, 1)))


@pytest.mark.parametrize(
    ("following", "field"),
    [
        (Following("Ring", None, TODAY), "owner"),
        (Following("Ring", "Kit", None), "due_on"),
        (Following("", "Kit", None), "next_action"),
        (Following("", None, TODAY), "next_action"),
        (Following("Ring", "Kit", TODAY - timedelta(days=1)), "due_on"),
    ],
)
def test_what_is_to_be_done_next_needs_somebody_and_a_day(following, field):
    with pytest.raises(ValidationError) as refused:
        exchange.check_following(following, TODAY)

    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("following", [Following(), Following("Ring", "Kit", TODAY)])
def test_nothing_need_be_done_next_and_all_of_it_may(following):
    exchange.check_following(following, TODAY)


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (TODAY, 6, date(2025, 9, 16)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (TODAY, 15, date(2024, 12, 16)),
    ],
)
def test_months_are_counted_back_by_the_calendar(today, months, expected):
    assert contact_route.tried_since(today, months) == expected


@pytest.mark.parametrize(
    ("verified_on", "has_left", "expected"),
    [
        (date(2025, 9, 16), False, RouteStatus.VERIFIED),
        (date(2025, 9, 15), False, RouteStatus.LAPSED),
        (TODAY, True, RouteStatus.LEFT),
    ],
)
def test_a_route_lapses_after_the_schemes_months_and_with_whoever_leaves(verified_on, has_left, expected):
    assert contact_route.standing(verified_on=verified_on, has_left=has_left, today=TODAY, months=6) == expected


@pytest.mark.parametrize(
    ("line", "email", "refusal"),
    [
        ("", "", "without one nobody is reached"),
        ("ask at the desk", "", "Enter a telephone number"),
        ("12", "", "number"),
    ],
)
def test_a_route_leads_somewhere(line, email, refusal):
    with pytest.raises(ValidationError, match=refusal):
        contact_route.check_ways(direct_line=line, secure_email=email)


@pytest.mark.parametrize(("line", "email"), [("ext 204", ""), ("", "desk@example.org"), ("01632 960 001", "")])
def test_a_line_or_an_address_is_enough(line, email):
    contact_route.check_ways(direct_line=line, secure_email=email)
