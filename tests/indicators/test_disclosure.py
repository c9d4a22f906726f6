"""What may be published."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import disclosure
from indicators.measures import BY_CODE, Outcome, Reason, Result
from tests.indicators.facts import END, START


def make(code="R1", numerator=0, denominator: int | None = 0, excluded=0, incomplete=0, reasons=()):
    return Result(
        BY_CODE[code], uuid4(), "Elm Surgery", START, END, numerator, denominator, excluded, incomplete, reasons
    )


@pytest.mark.parametrize(
    ("true", "shown"),
    [(0, 0), (1, "*"), (7, "*"), (8, 10), (10, 10), (12, 10), (13, 15), (47, 45), (48, 50), (1002, 1000)],
)
def test_small_numbers_are_hidden_and_others_rounded(true, shown):
    assert disclosure.suppress(true) == shown


@given(st.integers(min_value=0, max_value=100_000))
def test_a_published_number_never_tells_the_true_one_apart_from_its_neighbours(true):
    shown = disclosure.suppress(true)

    assert (shown == 0) == (true == 0)
    assert (shown == "*") == (1 <= true <= 7)
    if isinstance(shown, int) and true:
        assert shown % 5 == 0
        assert abs(shown - true) <= 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "percentage", "standing"),
    [
        (45, 52, 90, "met"),
        (45, 58, 75, "not_met"),
        (17, 17, None, ""),  # 15 of 15: too few for a percentage
        (18, 18, 100, "met"),  # 20 of 20
        (7, 40, None, ""),
        (0, 40, 0, "not_met"),
        (0, 0, None, ""),
    ],
)
def test_a_published_percentage_comes_from_the_rounded_numbers(numerator, denominator, percentage, standing):
    figure = disclosure.publishable([make(numerator=numerator, denominator=denominator)])[0]

    assert figure.percentage == percentage
    assert figure.against_standard == standing
    assert figure.percentage_words == ("" if percentage is None else f"{percentage}%")


def test_true_figures_are_as_they_are():
    reasons = ((Outcome.EXCLUDED, Reason.ENDED, 3),)
    figure = disclosure.as_they_are([make(numerator=1, denominator=3, excluded=3, reasons=reasons)])[0]

    assert (figure.numerator, figure.denominator, figure.percentage, figure.excluded) == (1, 3, 33, 3)
    assert figure.reasons == (("excluded", "Shared care ended before the period did", 3),)


def test_reasons_are_hidden_like_every_other_number():
    figure = disclosure.publishable([make(excluded=3, reasons=((Outcome.EXCLUDED, Reason.ENDED, 3),))])[0]

    assert figure.reasons == (("excluded", "Shared care ended before the period did", "*"),)


def test_a_measure_of_practices_is_published_as_it_is():
    figure = disclosure.publishable([make("T1", numerator=2, denominator=3)])[0]

    assert (figure.numerator, figure.denominator, figure.percentage) == (2, 3, 67)


def test_a_low_number_is_good_where_the_measure_says_so():
    figures = disclosure.as_they_are([make("R3", 1, 20), make("R3", 5, 20), make("N1", 12, None)])

    assert [figure.against_standard for figure in figures] == ["met", "not_met", ""]
    assert [figure.standard_words for figure in figures] == ["At most 10%", "At most 10%", "No standard is set"]
