"""The order of the day."""

from sharedcare.pages.risk import RANKS, Line, Risk, arrange


def line(risk, count, title="something"):
    return Line(title=title, count=count, url="/", risk=risk)


def test_every_risk_has_a_heading_and_a_reason():
    assert set(RANKS) == set(Risk)
    assert all(rank.heading and rank.reason.endswith(".") for rank in RANKS.values())


def test_what_may_hurt_somebody_comes_first_whatever_its_number():
    day = arrange([line(Risk.GOVERNANCE, 90), line(Risk.OVERDUE, 30), line(Risk.NOBODY, 1)])

    assert [group.rank for group in day.groups] == [RANKS[Risk.NOBODY], RANKS[Risk.OVERDUE], RANKS[Risk.GOVERNANCE]]


def test_lines_of_one_risk_keep_their_order_and_are_counted_together():
    first, second = line(Risk.OVERDUE, 1, "a"), line(Risk.OVERDUE, 2, "b")

    (group,) = arrange([first, second]).groups

    assert group.lines == (first, second)
    assert group.count == 3


def test_what_counts_nought_is_said_quietly_and_only_once():
    day = arrange([line(Risk.OVERDUE, 0, "reviews overdue")])

    assert day.is_empty
    assert [each.title for each in day.quiet] == ["reviews overdue"]


def test_a_day_with_one_thing_in_it_is_not_empty():
    assert not arrange([line(Risk.GOVERNANCE, 1)]).is_empty


def test_what_presses_is_apart_from_what_will_only_become_wrong():
    day = arrange([line(Risk.NOBODY, 1), line(Risk.COMING, 1)])

    assert [group.rank for group in day.pressing] == [RANKS[Risk.NOBODY]]
    assert [group.rank for group in day.later] == [RANKS[Risk.COMING]]
