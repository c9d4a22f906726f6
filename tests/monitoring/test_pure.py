"""Quorum, the day to meet by, and the life cycles."""

from datetime import date

import pytest

from monitoring import lifecycle, quorum, schedule
from monitoring.agenda import STANDING_AGENDA
from monitoring.quorum import Rule

RULE = Rule(least_groups=3, chair_needed=True)
CASES = [
    ([], False, "There is no quorum: 0 stakeholder groups are present. 3 more stakeholder groups are needed. "
     "The chair or the deputy chair is needed."),
    ([("chair", "member"), ("gp", "member"), ("pharmacist", "member")], False,
     "There is no quorum: 2 stakeholder groups are present. 1 more stakeholder group is needed."),
    ([("gp", "member"), ("gp", "deputy"), ("gp", "member"), ("chair", "deputy")], False,
     "There is no quorum: 1 stakeholder group is present. 2 more stakeholder groups are needed."),
    ([("gp", "member"), ("pharmacist", "deputy"), ("commissioner", "member")], False,
     "There is no quorum: 3 stakeholder groups are present. The chair or the deputy chair is needed."),
    ([("chair", "apologies"), ("gp", "member"), ("pharmacist", "deputy"), ("commissioner", "absent")], False,
     "There is no quorum: 2 stakeholder groups are present. 1 more stakeholder group is needed. "
     "The chair or the deputy chair is needed."),
    ([("chair", "deputy"), ("gp", "member"), ("pharmacist", "deputy"), ("commissioner", "member")], True,
     "There is a quorum: 3 stakeholder groups are present."),
]  # fmt: skip


@pytest.mark.parametrize(("attended", "quorate", "words"), CASES)
def test_a_quorum_counts_stakeholder_groups_and_says_what_is_lacking(attended, quorate, words):
    verdict = quorum.assess(RULE, attended)

    assert (verdict.quorate, verdict.words) == (quorate, words)


def test_terms_may_do_without_the_chair():
    rule = Rule(least_groups=1, chair_needed=False)

    assert quorum.assess(rule, [("gp", "member")]).quorate
    assert rule.words == "At least 1 of the 8 stakeholder groups must be present."


def test_the_group_meets_by_so_many_weeks_after_the_last_meeting_or_after_it_began():
    assert schedule.meet_by(last_held_on=None, group_began_on=date(2026, 1, 1), every_weeks=13) == date(2026, 4, 2)
    assert schedule.meet_by(last_held_on=date(2026, 2, 2), group_began_on=date(2026, 1, 1), every_weeks=13) == date(
        2026, 5, 4
    )


@pytest.mark.parametrize("life", [lifecycle.MEETING, lifecycle.MINUTES, lifecycle.ACTION, lifecycle.REPORT])
def test_moving_never_leaves_the_known_statuses(life):
    known = set(type(life.initial))

    assert all(target in known and set(sources) <= known for sources, target in life.moves.values())
    assert life.moves_from(life.initial)


def test_the_standing_agenda_begins_with_apologies_and_ends_with_the_next_date():
    assert STANDING_AGENDA[0].startswith("Apologies")
    assert STANDING_AGENDA[-1] == "Date of the next meeting"
