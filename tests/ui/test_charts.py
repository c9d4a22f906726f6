from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ui import charts
from ui.charts import bands, falls, funnel, run, scale, timeline
from ui.charts.run import Signal


def points(*values):
    return [charts.Point(f"Month {index}", value) for index, value in enumerate(values, 1)]


def corners(line):
    """The corners of a drawn line."""
    return [tuple(float(number) for number in corner.split(",")) for corner in line.split()]


# Rules of XmR charts.


def test_steady_values_show_nothing():
    assert set(run.read([5, 6, 5, 6, 5, 6, 5, 6]).sides) == {0}


def test_limits_are_two_and_two_thirds_mean_moving_ranges_from_the_mean():
    reading = run.read([10, 12, 10, 12])
    assert reading.centre == 11
    assert (reading.lower, reading.upper) == pytest.approx((11 - 2 * 2.66, 11 + 2 * 2.66))


def test_an_outlying_moving_range_does_not_widen_the_limits():
    calm = [10, 11] * 10
    reading = run.read([*calm, 60])
    assert reading.upper - reading.centre == pytest.approx(2.66)
    assert reading.sides[-1] == 1


def test_a_point_outside_the_limits_is_a_signal():
    assert run.read([5, 6, 5, 6, 5, 6, 5, 20, 5, 6, 5, 6]).sides[7] == 1
    assert run.read([15, 16, 15, 16, 15, 16, 15, 1, 15, 16, 15, 16]).sides[7] == -1


def test_seven_on_one_side_of_the_mean_are_a_signal_and_six_are_not():
    assert run.read([1, 2, 1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 8, 9]).sides == (-1,) * 7 + (1,) * 7
    signs = [1] * 6 + [-1] * 3
    sides = [0] * 9
    run._mark_runs(sides, signs, 7)
    assert set(sides) == {0}


def test_a_value_on_the_line_neither_breaks_nor_feeds_a_run():
    signs = [1, 1, 1, 0, 1, 1, 1, 1]
    sides = [0] * 8
    run._mark_runs(sides, signs, 7)
    assert sides == [1, 1, 1, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("values", "sides"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([1, 2, 3, 4, 5, 6, 6], [0] * 7),
        ([9, 1, 2, 3, 4, 5, 6, 7, 0], [0] + [1] * 7 + [0]),
        ([3], [0]),
    ],
)
def test_seven_rising_or_falling_are_a_signal(values, sides):
    found = [0] * len(values)
    run._mark_trends(found, values, 7)
    assert found == sides


def test_two_of_three_near_a_limit_are_a_signal():
    sides = [0] * 5
    run._mark_near(sides, [0, 2.5, 0, 2.6, -2.5], 0, (-3, 3))
    assert sides == [0, 1, 0, 1, 0]
    sides = [0] * 3
    run._mark_near(sides, [-2.5, -2.5, 0], 0, (-3, 3))
    assert sides == [-1, -1, 0]


def test_values_that_never_move_have_no_limits():
    reading = run.read([4, 4, 4, 4])
    assert (reading.lower, reading.upper, set(reading.sides)) == (None, None, {0})


def test_a_run_chart_uses_the_median_and_has_no_limits():
    reading = run.read([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 100], "run")
    assert (reading.centre, reading.lower, reading.upper) == (9, None, None)
    assert reading.sides[:6] == (-1,) * 6


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40), st.sampled_from(["run", "xmr"]))
def test_every_value_of_any_series_is_drawn_inside_the_picture(values, kind):
    drawing = charts.draw_run_chart(charts.RunChart("Any", points(*values), target=0.5, kind=kind))
    assert len(drawing.marks) == len(values)
    assert all(run.TOP <= mark.y <= run.BOTTOM and run.LEFT <= mark.x <= run.RIGHT for mark in drawing.marks)


@pytest.mark.parametrize(
    ("side", "higher", "signal"),
    [
        (1, True, Signal.BETTER),
        (-1, True, Signal.WORSE),
        (1, False, Signal.WORSE),
        (-1, False, Signal.BETTER),
        (0, True, Signal.NONE),
    ],
)
def test_whether_a_rise_is_good_depends_on_the_measure(side, higher, signal):
    assert run._signal(side, higher) is signal


def test_better_worse_and_usual_have_different_shapes():
    shapes = {run._mark(10, 10, ("", "", "", ""), signal).shape for signal in Signal}
    assert shapes == {"circle", "diamond", "triangle"}


def test_a_month_without_a_figure_is_a_gap_that_the_table_names():
    drawing = charts.draw_run_chart(charts.RunChart("Gap", points(0.5, None, 0.6)))
    assert [row[1] for row in drawing.rows] == ["50.0%", "No figure", "60.0%"]
    assert len(drawing.marks) == 2


def test_one_figure_makes_a_table_and_no_picture():
    drawing = charts.draw_run_chart(charts.RunChart("One", points(0.5)))
    assert (drawing.marks, drawing.line) == ([], "")
    assert drawing.rows[0][1] == "50.0%"


def test_labels_of_lines_that_lie_together_are_moved_apart():
    rules = [run.Rule(100, "a", "centre", 0), run.Rule(101, "b", "limit", 0), run.Rule(200, "c", "target", 0)]
    assert [rule.label_y for rule in run._apart(rules)] == [100, 114, 200]


def test_the_same_chart_has_the_same_name_on_page_and_paper():
    first, second = (charts.draw_run_chart(charts.RunChart("Same", points(1, 2), unit="count")) for _ in range(2))
    assert first == second


# Funnel plots.


def test_limits_narrow_as_places_grow_and_stay_between_none_and_all():
    wide, narrow = funnel.limits(0.9, 5, 1.96), funnel.limits(0.9, 500, 1.96)
    assert 0 <= wide[0] < narrow[0] < 0.9 < narrow[1] < wide[1] <= 1


@pytest.mark.parametrize(
    ("met", "outside", "verdict"),
    [
        (50, 0, "Within the limits"),
        (62, 2, "Above the 95% limit"),
        (80, 3, "Above the 99.8% limit"),
        (20, 3, "Below the 99.8% limit"),
    ],
)
def test_a_place_is_compared_with_chance(met, outside, verdict):
    place = charts.Place("Elm", met, 100)
    assert funnel.outside(place, 0.5) == outside
    across, up = scale.Scale(0, 100, 0, 100), scale.Scale(0, 1, 100, 0)
    assert funnel._spot(1, place, 0.5, across, up).verdict == verdict


def test_a_place_with_nobody_counted_is_named_and_not_drawn():
    drawing = charts.draw_funnel(charts.FunnelChart("Two", [charts.Place("Elm", 1, 2), charts.Place("Oak", 0, 0)]))
    assert [spot.place.name for spot in drawing.spots] == ["Elm"]
    assert [place.name for place in drawing.uncounted] == ["Oak"]


def test_a_funnel_of_nobody_has_no_picture():
    drawing = charts.draw_funnel(charts.FunnelChart("None", [charts.Place("Oak", 0, 0)]))
    assert drawing.spots == []
    assert drawing.description == "Nobody was counted anywhere."


@given(
    st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=20)
)
def test_every_place_is_drawn_inside_the_picture(places):
    chart = charts.FunnelChart("Any", [charts.Place("Somewhere", met, counted) for met, counted in places])
    for spot in charts.draw_funnel(chart).spots:
        assert funnel.TOP <= spot.y <= funnel.BOTTOM
        assert funnel.LEFT <= spot.x <= funnel.RIGHT


# Falling curves.


def test_a_curve_stays_level_until_something_happens_and_falls_at_once():
    drawing = charts.draw_falls(charts.FallChart("Half", [charts.Fall(7, 0.5, 10)], last_day=14))
    middle, half = (falls.LEFT + falls.RIGHT) / 2, (falls.TOP + falls.BOTTOM) / 2

    assert corners(drawing.line) == [
        (falls.LEFT, falls.TOP),
        (middle, falls.TOP),
        (middle, half),
        (falls.RIGHT, half),
    ]
    assert drawing.rows == [("Day 7", "50%", "10")]


def test_a_curve_of_nothing_is_a_level_line_that_says_so():
    drawing = charts.draw_falls(charts.FallChart("None", [], last_day=0))

    assert corners(drawing.line) == [(falls.LEFT, falls.TOP), (falls.RIGHT, falls.TOP)]
    assert drawing.description == "Nothing has happened yet."


def test_the_table_of_a_long_curve_keeps_about_a_dozen_days_and_always_the_last():
    drawing = charts.draw_falls(
        charts.FallChart("Long", [charts.Fall(day, 1 - day / 200, 500) for day in range(100)], last_day=100)
    )

    assert 10 <= len(drawing.rows) <= falls.ROWS_SHOWN + 1
    assert drawing.rows[-1][0] == "Day 99"


@given(st.lists(st.integers(0, 1000), max_size=30, unique=True), st.integers(0, 400))
def test_every_step_is_drawn_inside_the_picture(days, watched_on):
    steps = [charts.Fall(day, 1 / (place + 1), place) for place, day in enumerate(sorted(days))]
    last = max([*days, 0]) + watched_on

    for x, y in corners(charts.draw_falls(charts.FallChart("Any", steps, last_day=last)).line):
        assert falls.LEFT <= x <= falls.RIGHT
        assert falls.TOP <= y <= falls.BOTTOM


# Balance bars.


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValidationError, match="add up to 3, not to 4"):
        charts.Balance("Wrong", [charts.Part("A", 3)], 4)
    with pytest.raises(ValidationError):
        charts.Balance("Wrong", [charts.Part("A", -1), charts.Part("B", 5)], 4)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=12))
def test_a_bar_is_filled_by_its_parts_and_every_part_can_be_seen(counts):
    balance = charts.Balance("Any", [charts.Part(f"P{i}", count) for i, count in enumerate(counts)], sum(counts))
    segments = charts.draw_balance(balance).segments
    assert all((segment.width > 0) == (segment.count > 0) for segment in segments)
    if any(counts):
        assert max(segment.x + segment.width for segment in segments if segment.width) == pytest.approx(720, abs=1.5)


def test_parts_are_told_apart_by_letters_and_neighbours_by_shade():
    drawing = charts.draw_balance(charts.Balance("Two", [charts.Part("A", 1), charts.Part("B", 1, kind="trouble")], 2))
    assert [segment.letter for segment in drawing.segments] == ["A", "B"]
    assert drawing.segments[0].fill != drawing.segments[1].fill
    assert [segment.share for segment in drawing.segments] == ["50%", "50%"]


def test_a_balance_of_nobody_has_no_shares():
    drawing = charts.draw_balance(charts.Balance("None", [charts.Part("A", 0)], 0))
    assert drawing.segments[0].share == "–"


# Time lines.


def span(start, end, label="Dr Ash", kind="gp"):
    return charts.Span(start, end, label, kind)


def lanes(*spans):
    return charts.TimeLine("Who", [charts.Lane("Prescribing", spans)], date(2026, 1, 1), date(2026, 12, 31))


def test_what_goes_on_runs_to_the_edge_and_ends_in_an_arrow():
    drawing = charts.draw_time_line(lanes(span(date(2026, 1, 1), date(2026, 6, 1)), span(date(2026, 6, 1), None)))
    first, second = drawing.lanes[0].bars
    assert (first.arrow, first.open) == ("", False)
    assert second.arrow
    assert second.open
    assert [row.end for row in drawing.rows] == ["1 June 2026", "Now"]


def test_what_lies_outside_the_picture_is_only_in_the_table():
    drawing = charts.draw_time_line(lanes(span(date(2020, 1, 1), date(2021, 1, 1)), span(date(2027, 2, 1), None)))
    assert drawing.lanes[0].bars == []
    assert len(drawing.rows) == 2


def test_a_day_is_wide_enough_to_be_seen():
    drawing = charts.draw_time_line(lanes(span(date(2026, 3, 1), date(2026, 3, 1), kind="gap")))
    assert drawing.lanes[0].bars[0].width == 2.0


def test_a_name_too_long_for_its_bar_is_shortened_or_left_to_the_table():
    long, short = (
        span(date(2026, 1, 1), date(2026, 4, 1), "A very long name indeed, truly"),
        span(date(2026, 4, 1), date(2026, 4, 5), "Dr Greta Ash"),
    )
    bars = charts.draw_time_line(lanes(long, short)).lanes[0].bars
    assert bars[0].shown.endswith("…")
    assert bars[1].shown == ""


def test_a_kind_nobody_knows_is_drawn_as_other():
    assert charts.draw_time_line(lanes(span(date(2026, 1, 1), None, kind="dentist"))).lanes[0].bars[0].kind == "other"


def test_months_are_written_for_a_year_and_years_for_ten():
    months = timeline._ticks(date(2026, 1, 1), date(2026, 12, 31), scale.Scale(0, 1, 0, 1))
    years = timeline._ticks(date(2016, 1, 1), date(2026, 12, 31), scale.Scale(0, 1, 0, 1))
    assert months[0].label == "Jan 2026"
    assert years[0].label == "2016"
    assert max(len(months), len(years)) <= timeline.TICKS


def test_a_time_line_of_one_day_can_be_drawn():
    chart = charts.TimeLine("Today", [], date(2026, 1, 1), date(2026, 1, 1))
    assert charts.draw_time_line(chart).rows == []


# Bands, bars and scales.


def test_a_score_falls_into_the_higher_band_at_a_border():
    found = [charts.Band("Low", 0, 5), charts.Band("High", 5, 20)]
    assert [bands.band_of(score, found) for score in (0, 5, 20, 21)] == ["Low", "High", "High", ""]


def test_scores_are_drawn_over_their_bands():
    chart = charts.BandChart("Sleep", points(3, None, 7), [charts.Band("Low", 0, 5), charts.Band("High", 5, 20)])
    drawing = charts.draw_bands(chart)
    assert [dot.band for dot in drawing.dots] == ["Low", "High"]
    assert (drawing.first, drawing.last) == ("Month 1", "Month 3")
    assert drawing.stripes[0].y > drawing.stripes[1].y


@pytest.mark.parametrize(("scores", "first", "last"), [((), "", ""), ((4,), "Month 1", "")])
def test_few_scores_can_be_drawn(scores, first, last):
    drawing = charts.draw_bands(charts.BandChart("Sleep", points(*scores), []))
    assert (drawing.first, drawing.last) == (first, last)


@pytest.mark.parametrize(
    ("met", "counted", "standard", "said", "reached"),
    [
        (9, 10, 0.9, "90%", True),
        (8, 10, 0.9, "80%", False),
        (0, 0, 0.9, "Nobody to count", None),
        (1, 2, None, "50%", None),
    ],
)
def test_a_measure_says_its_share_and_whether_the_standard_is_reached(met, counted, standard, said, reached):
    bar = charts.measure_bar(label="Reviewed", met=met, counted=counted, standard=standard)
    assert (bar.said, bar.reached) == (said, reached)


@given(st.lists(st.floats(0, 10_000), min_size=1), st.sampled_from(["count", "percent"]))
def test_an_axis_holds_every_value_with_a_bearable_number_of_ticks(values, unit):
    values = [value / 10_000 for value in values] if unit == "percent" else values
    found, ticks = scale.axis(values, unit, start=100, end=0)
    assert found.low <= min(values) + 1e-9
    assert found.high >= max(values) - 1e-9
    assert 2 <= len(ticks) <= 14


def test_an_axis_may_sink_below_nought_when_values_do():
    assert scale.axis([-4, 5], "count", start=0, end=100)[0].low < 0


def test_labels_are_left_out_when_there_is_no_room():
    assert (scale.every(8, 8), scale.every(9, 8), scale.every(0, 8)) == (1, 2, 1)


def test_a_narrow_percentage_axis_says_a_decimal():
    assert scale.said(0.875, "percent", 0.005) == "87.5%"
    assert scale.said(3.25, "count") == "3.2"
