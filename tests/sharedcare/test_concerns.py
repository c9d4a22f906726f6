"""What is wrong for one person, in words."""

from datetime import date

import pytest

from sharedcare.pages.concerns import Facts, concerns

TODAY = date(2026, 3, 16)


def said(**facts):
    return list(concerns(Facts(**{"in_shared_care": True, **facts}), TODAY))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"nobody_for": 1}, "Nobody answers for 1 aspect of care."),
        ({"nobody_for": 3}, "Nobody answers for 3 aspects of care."),
        ({"next_review_on": date(2026, 3, 15)}, "The review is 1 day overdue."),
        ({"next_review_on": date(2026, 3, 4)}, "The review is 12 days overdue."),
        ({"invitation_failed": True}, "The last invitation did not arrive."),
        ({"may_be_reached": False}, "There is no safe way to reach this person on record."),
        ({"has_agreed_plan": False}, "No plan has been agreed yet."),
    ],
)
def test_each_thing_that_is_wrong_is_a_sentence(facts, sentence):
    assert said(**facts) == [sentence]


def test_a_review_due_today_is_not_late():
    assert said(next_review_on=TODAY) == []


def test_the_worst_comes_first():
    everything = said(
        nobody_for=1,
        next_review_on=date(2026, 1, 1),
        invitation_failed=True,
        may_be_reached=False,
        has_agreed_plan=False,
    )

    assert everything[0].startswith("Nobody answers")
    assert len(everything) == 5


def test_nothing_is_wrong_with_somebody_who_is_not_in_shared_care():
    assert said(in_shared_care=False, nobody_for=5, has_agreed_plan=False) == []
