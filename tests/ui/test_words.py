from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import words

TODAY = date(2026, 3, 16)


def test_a_day_is_said_with_the_month_spelt_out():
    assert words.day(date(2018, 8, 6)) == "6 August 2018"
    assert words.weekday(date(2018, 8, 6)) == "Monday 6 August 2018"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (time(14, 30), "2:30pm"),
        (time(17), "5pm"),
        (time(9, 5), "9:05am"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 10), "12:10am"),
        (time(12, 45), "12:45pm"),
    ],
)
def test_a_time_is_said_as_people_say_it(value, said):
    assert words.clock(value) == said


def test_a_moment_is_a_day_and_a_time():
    assert words.moment(datetime(2018, 8, 6, 14, 30)) == "6 August 2018 at 2:30pm"


@pytest.mark.parametrize(("pence", "said"), [(123456, "£1,234.56"), (0, "£0.00"), (-500, "-£5.00"), (7, "£0.07")])
def test_money_is_pence_said_in_pounds(pence, said):
    assert words.money(pence) == said


@pytest.mark.parametrize(
    ("share", "places", "said"),
    [(0.875, 0, "88%"), (0.875, 1, "87.5%"), (Decimal("0.125"), 0, "13%"), (1, 0, "100%"), (0, 0, "0%")],
)
def test_a_percentage_rounds_halves_up(share, places, said):
    assert words.percent(share, places) == said


def test_age_counts_birthdays_that_have_been():
    assert words.age(date(1984, 3, 16), TODAY) == 42
    assert words.age(date(1984, 3, 17), TODAY) == 41


@pytest.mark.parametrize(
    ("number", "groups"),
    [("9990000018", ["999", "000", "0018"]), ("999 000 0018", ["999", "000", "0018"]), ("unknown", ["unknown"])],
)
def test_an_nhs_number_is_said_in_three_groups(number, groups):
    assert words.nhs_number_groups(number) == groups


@pytest.mark.parametrize(
    ("due", "label", "text", "colour"),
    [
        (date(2026, 3, 4), "Review", "Review 12 days overdue", "red"),
        (date(2026, 3, 15), "", "1 day overdue", "red"),
        (TODAY, "", "Due today", "orange"),
        (TODAY, "Review", "Review due today", "orange"),
        (date(2026, 3, 17), "", "Due tomorrow", "yellow"),
        (date(2026, 3, 21), "Review", "Review due in 5 days", "yellow"),
        (date(2026, 6, 16), "", "Due in 92 days", "grey"),
        (None, "Review", "No review date", "grey"),
        (None, "", "No date set", "grey"),
    ],
)
def test_a_due_date_says_how_it_stands(due, label, text, colour):
    assert words.due(due, TODAY, label) == words.DueWords(text, colour)


@given(st.dates(min_value=date(1900, 1, 1)), st.dates(min_value=date(1900, 1, 1)))
def test_what_is_overdue_is_always_said_so(due, today):
    assert ("overdue" in words.due(due, today).text) == (due < today)


def test_a_short_token_is_left_alone():
    assert words.breakable("Plain words, no longer than usual") == "Plain words, no longer than usual"


def test_a_long_token_may_break_after_forty_characters():
    assert words.breakable("a" * 90) == words.ZERO_WIDTH_SPACE.join(["a" * 40, "a" * 40, "a" * 10])


def test_a_mark_stays_with_its_letter():
    text = "e" * 40 + "\u0301" + "e" * 10
    assert words.breakable(text) == "e" * 40 + "\u0301" + words.ZERO_WIDTH_SPACE + "e" * 10


def test_a_pile_of_marks_is_broken_all_the_same():
    pieces = words.breakable("e" + "\u0301" * 400).split(words.ZERO_WIDTH_SPACE)
    assert max(map(len, pieces)) <= 80


def test_a_joined_emoji_is_not_parted():
    assert words.breakable("x" * 39 + "👩\u200d⚕") == "x" * 39 + "👩\u200d⚕"


@given(st.text())
def test_breaking_takes_nothing_away_and_happens_once(text):
    broken = words.breakable(text)
    assert broken.replace(words.ZERO_WIDTH_SPACE, "") == text.replace(words.ZERO_WIDTH_SPACE, "")
    assert words.breakable(broken) == broken


def test_a_stored_value_can_be_read():
    assert words.sentence("not_started") == "Not started"


def test_counted_things_agree_with_their_number():
    assert words.counted(1, "day") == "1 day"
    assert words.counted(1200, "day") == "1,200 days"


def test_a_token_that_may_break_already_is_left_alone():
    text = "a" * 30 + words.ZERO_WIDTH_SPACE + "b" * 30
    assert words.breakable(text) == text
