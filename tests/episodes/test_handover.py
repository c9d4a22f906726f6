"""What may be offered, when an offer stands, and what is said to whoever comes too late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from episodes import handover
from episodes.handover import Fate, Kind, Terms
from episodes.lifecycle import HandoverStatus

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
WEEK, FORTNIGHT = NOW + timedelta(days=7), NOW + timedelta(days=14)


@pytest.mark.parametrize(
    ("terms", "held_until", "said"),
    [
        (Terms(Kind.FOR_GOOD, WEEK), None, None),
        (Terms(Kind.DELEGATION, WEEK, FORTNIGHT), None, None),
        (Terms(Kind.DELEGATION, WEEK, FORTNIGHT), FORTNIGHT, None),
        (Terms(Kind.FOR_GOOD, NOW), None, "must stand until today"),
        (Terms(Kind.FOR_GOOD, WEEK), FORTNIGHT, "comes back to somebody else on 30 March 2026"),
        (Terms(Kind.DELEGATION, WEEK), None, "after the day on which the offer runs out"),
        (Terms(Kind.DELEGATION, WEEK, WEEK), None, "after the day on which the offer runs out"),
        (Terms(Kind.DELEGATION, WEEK, FORTNIGHT), WEEK + timedelta(days=1), "choose that day or an earlier one"),
    ],
)
def test_nobody_gives_away_more_than_they_have(terms, held_until, said):
    if said is None:
        handover.check_terms(terms, held_until=held_until, now=NOW)
    else:
        with pytest.raises(ValidationError, match=said):
            handover.check_terms(terms, held_until=held_until, now=NOW)


def test_an_offer_runs_out_in_the_moment_it_runs_out():
    assert handover.standing("offered", WEEK, WEEK - timedelta(microseconds=1)) == HandoverStatus.OFFERED
    assert handover.standing("offered", WEEK, WEEK) == HandoverStatus.EXPIRED
    assert handover.standing("accepted", WEEK, FORTNIGHT) == HandoverStatus.ACCEPTED


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("accepted", "Dr Ash accepted this for Kit already, on 16 March"),
        ("declined", "Dr Ash declined this for Kit already"),
        ("recalled", "taken back"),
        ("overtaken", "overtaken by something else"),
        ("expired", "ran out on"),
    ],
)
def test_whoever_comes_too_late_reads_what_became_of_it(status, said):
    with pytest.raises(ValidationError, match=said):
        handover.check_open(Fate(status, WEEK, "Kit", "Dr Ash", "16 March"), NOW)


def test_an_offer_that_stands_may_be_answered_and_one_that_ran_out_may_not():
    handover.check_open(Fate("offered", WEEK, "Kit"), NOW)

    with pytest.raises(ValidationError, match="Whoever made it still answers for it"):
        handover.check_open(Fate("offered", WEEK, "Kit"), WEEK)


@pytest.mark.parametrize(
    ("kind", "status", "returns_at", "allowed"),
    [
        ("for_good", "offered", None, True),
        ("for_good", "accepted", None, False),
        ("for_good", "declined", None, False),
        ("delegation", "offered", WEEK, True),
        ("delegation", "accepted", WEEK, True),
        ("delegation", "accepted", NOW, False),
        ("delegation", "recalled", WEEK, False),
    ],
)
def test_an_offer_or_a_delegation_in_course_may_be_taken_back(kind, status, returns_at, allowed):
    if allowed:
        assert handover.check_recall(kind, status, returns_at, NOW) == HandoverStatus.RECALLED
    else:
        with pytest.raises(ValidationError):
            handover.check_recall(kind, status, returns_at, NOW)
