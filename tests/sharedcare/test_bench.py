"""How figures are made of repeats. The cases themselves are run by `./dev bench`."""

import pytest
from django.core.management import CommandError, call_command

from sharedcare.bench import table
from sharedcare.bench.timing import Case, Outcome, load, measure


def case(ours=lambda: 1.0, beside=lambda: 1.0, **facts):
    return Case(
        **{
            "name": "work",
            "amount": 100,
            "unit": "rows",
            "clock": "wall",
            "ours": ours,
            "beside": beside,
            "beside_name": "COPY",
            **facts,
        }
    )


def test_both_ways_run_in_every_repeat_in_turned_order_and_the_first_is_thrown_away():
    ran = []

    outcome = measure(case(lambda: ran.append("ours") or 2.0, lambda: ran.append("beside") or 1.0), repeats=2)

    assert ran == ["beside", "ours", "ours", "beside", "beside", "ours"]
    assert (len(outcome.ours), len(outcome.beside)) == (2, 2)


def test_the_ratio_is_the_median_of_the_repeats_own_ratios():
    assert Outcome(case(), ours=[2.0, 30.0, 4.0], beside=[1.0, 10.0, 2.0]).ratio == 2.0


@pytest.mark.parametrize(("times", "noisy"), [([1.0, 1.5], False), ([1.0, 1.51], True)])
def test_a_way_whose_repeats_differ_by_half_is_marked_as_noisy(times, noisy):
    assert Outcome(case(), ours=times, beside=[1.0, 1.0]).is_noisy is noisy


def test_the_table_says_what_stands_beside_and_how_far_we_are_from_it():
    head, limit, naive = table.lines(
        [
            Outcome(case(), ours=[2.0, 4.0], beside=[1.0, 1.0]),
            Outcome(case(is_limit=False, unit="letters", amount=5), ours=[1.0], beside=[4.0]),
        ]
    )

    assert "ours takes" in head
    assert "limit: COPY" in limit
    assert "3.00 x" in limit
    assert limit.endswith("noisy")
    assert "naive: COPY" in naive
    assert "5.0 letters/s" in naive


def test_a_program_gets_the_same_figures():
    facts = Outcome(case(), ours=[2.0], beside=[1.0]).facts()

    assert (facts["ratio"], facts["ours_per_second"], facts["noisy"]) == (2.0, 50.0, False)
    assert load() >= 0


def test_it_wants_an_empty_database_and_enough_to_measure(scheme):
    with pytest.raises(CommandError, match="empty database"):
        call_command("bench")
    with pytest.raises(CommandError, match="50 people"):
        call_command("bench", people=3)
