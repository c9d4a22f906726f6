"""What may come of a review for each person, and when it may be signed off: facts in, words out."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from episodes import caseload_review as rules
from episodes.caseload_review import CHOSEN, FOUND, ReviewOutcome
from episodes.lifecycle import CASELOAD_REVIEW, CaseloadReviewStatus

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("died", "on_list", "expected"),
    [(False, True, ""), (False, False, "left"), (True, True, "died"), (True, False, "died")],
)
def test_who_died_or_left_meanwhile_is_said_by_itself(died, on_list, expected):
    assert rules.found(died=died, on_list=on_list) == expected


@pytest.mark.parametrize("outcome", CHOSEN)
def test_an_outcome_is_chosen_for_whoever_lives(outcome):
    rules.check_outcome(outcome, died=False)

    with pytest.raises(ValidationError, match="has died"):
        rules.check_outcome(outcome, died=True)


@pytest.mark.parametrize("outcome", ["", "made up", *FOUND])
def test_what_is_found_cannot_be_chosen(outcome):
    with pytest.raises(ValidationError, match="Choose what came of it"):
        rules.check_outcome(outcome, died=False)


@pytest.mark.parametrize(
    ("lacking", "out_of_sight", "said"),
    [
        (1, 0, r"^\['1 person still without an outcome.'\]$"),
        (3, 1, "3 people still without an outcome. 1 of them on a record that you may not open"),
    ],
)
def test_nobody_is_left_without_an_outcome(lacking, out_of_sight, said):
    rules.check_sign_off(lacking=0, out_of_sight=0)

    with pytest.raises(ValidationError, match=said):
        rules.check_sign_off(lacking=lacking, out_of_sight=out_of_sight)


@pytest.mark.parametrize(
    ("next_on", "gone", "refusal"),
    [
        (None, False, "Enter the day of the next review"),
        (TODAY, False, "must be after today"),
        (date(2026, 9, 14), True, "has left"),
    ],
)
def test_the_next_review_is_a_later_day_unless_the_gp_has_left(next_on, gone, refusal):
    rules.check_next(date(2026, 3, 17), today=TODAY, gp_has_left=False)
    rules.check_next(None, today=TODAY, gp_has_left=True)

    with pytest.raises(ValidationError, match=refusal):
        rules.check_next(next_on, today=TODAY, gp_has_left=gone)


def test_a_review_is_planned_for_today_or_later():
    rules.check_planned(TODAY, TODAY)

    with pytest.raises(ValidationError, match="today or a later day"):
        rules.check_planned(date(2026, 3, 15), TODAY)


def test_supervision_was_given_by_somebody():
    rules.check_supervision(supervised=True, supervision="")
    rules.check_supervision(supervised=False, supervision="")

    with pytest.raises(ValidationError, match="who gave the supervision"):
        rules.check_supervision(supervised=False, supervision="We talked about benzodiazepines")


def test_what_is_signed_off_or_cancelled_makes_no_move_any_more():
    assert CASELOAD_REVIEW.moves_from(CaseloadReviewStatus.SIGNED_OFF) == []
    assert CASELOAD_REVIEW.moves_from(CaseloadReviewStatus.CANCELLED) == []
    assert ReviewOutcome.DIED not in CHOSEN
