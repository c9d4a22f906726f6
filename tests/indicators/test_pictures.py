"""Pictures say what the table says."""

from dataclasses import replace

from indicators import disclosure, pictures
from tests.indicators.test_disclosure import make


def figure(name="Elm Surgery", numerator=0, denominator=0, code="R1"):
    return replace(disclosure.as_they_are([make(code, numerator=numerator, denominator=denominator)])[0], practice=name)


OVERALL = figure(name="")


def test_the_funnel_names_the_practice_that_differs():
    chart = pictures.funnel(OVERALL, [figure("Elm", 450, 500), figure("Ash", 451, 500), figure("Oak", 10, 20)])

    assert chart.title == "Reviewed within the interval: Oak differs by more than chance explains"


def test_the_funnel_counts_practices_when_several_differ():
    chart = pictures.funnel(OVERALL, [figure("Elm", 500, 500), figure("Oak", 10, 500), figure("Ash", 250, 500)])

    assert chart.title.endswith("2 practices differ by more than chance explains")


def test_the_funnel_says_when_chance_explains_all_and_leaves_hidden_numbers_out():
    hidden = replace(figure("Yew"), numerator="*")
    chart = pictures.funnel(OVERALL, [figure("Elm", 45, 50), figure("Ash", 44, 50), hidden])

    assert chart.title.endswith("the practices differ no more than chance explains")
    assert [place.name for place in chart.places] == ["Elm", "Ash"]


def test_there_is_no_funnel_when_nobody_can_be_shown():
    assert pictures.funnel(OVERALL, [replace(figure("Yew", 3, 9), numerator="*"), figure("Ash", 0, 0)]) is None


def test_the_run_chart_says_how_the_last_quarter_stands_to_the_one_before():
    def title(*values):
        points = [(f"Q{n}", replace(OVERALL, percentage=value)) for n, value in enumerate(values, 1)]
        return pictures.run(points).title.removeprefix("Reviewed within the interval: ")

    assert title(80, 90) == "90% in Q2, up from 80% in Q1"
    assert title(90, 80) == "80% in Q2, down from 90% in Q1"
    assert title(80, 80) == "80% in Q2, the same as in Q1"
    assert title(None, 80) == "80% in Q2"
    assert title(80, None) == "no figure can be shown for Q2"


def test_a_number_runs_as_a_count_and_a_hidden_one_is_a_gap():
    number = figure(code="N1", numerator=1200, denominator=None)
    chart = pictures.run([("Q1", replace(number, numerator="*")), ("Q2", number)])

    assert chart.title == "People in shared care: 1,200 in Q2"
    assert [point.value for point in chart.points] == [None, 1200]
    assert (chart.unit, chart.target) == ("count", None)
