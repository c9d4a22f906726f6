"""What each measure counts: one table of cases a measure, each opening with the words of its definition."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from indicators import measures
from indicators.measures import BY_CODE, MEASURES, Outcome, PracticeFacts, Reason, assess, result, standing, tally
from tests.indicators.facts import END, START, facts

MET, NOT_MET = measures.MET, measures.NOT_MET


def excluded(reason):
    return standing(Outcome.EXCLUDED, reason)


def incomplete(reason):
    return standing(Outcome.INCOMPLETE, reason)


R1 = [
    ("done before it fell due", {}, MET),
    ("done on the day", {"reviewed_on": date(2025, 11, 10)}, MET),
    ("done late", {"reviewed_on": date(2025, 11, 11)}, NOT_MET),
    ("not done", {"reviewed_on": None}, NOT_MET),
    ("done early, before a day in a later period", {"due_on": date(2026, 2, 1)}, MET),
    ("not due", {"due_on": date(2026, 2, 1), "reviewed_on": None}, excluded(Reason.NOT_DUE)),
    ("due on the last day and not done", {"due_on": END, "reviewed_on": None}, NOT_MET),
    ("due on the first day", {"due_on": START, "reviewed_on": START}, MET),
    ("overdue already", {"due_on": date(2025, 9, 30)}, excluded(Reason.OVERDUE_BEFORE)),
    ("started in the period", {"started_on": date(2025, 10, 2)}, excluded(Reason.STARTED)),
    ("started on its first day", {"started_on": START}, MET),
    ("ended in the period", {"ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
    ("ended on its last day", {"ended_on": END}, excluded(Reason.ENDED)),
    ("ended after it", {"ended_on": date(2026, 1, 1)}, MET),
    ("no date known", {"due_on": None}, incomplete(Reason.NO_DUE_DATE)),
]
R2 = [
    ("agreed", {}, MET),
    ("not agreed", {"agreed_in_own_words": False}, NOT_MET),
    ("new", {"started_on": date(2025, 12, 4)}, excluded(Reason.SETTLING_IN)),
    ("four weeks exactly", {"started_on": date(2025, 12, 3)}, MET),
    ("ended", {"ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
]
R3 = [
    ("due later", {}, NOT_MET),
    ("fell due the day before", {"due_after": date(2025, 12, 30)}, MET),
    ("due on the last day itself is not overdue", {"due_after": END}, NOT_MET),
    ("no date", {"due_after": None}, incomplete(Reason.NO_DUE_DATE)),
    ("ended", {"ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
]
ONE, ANOTHER = uuid4(), uuid4()
C1 = [
    ("by the usual GP", {"reviewing_gp": ONE, "usual_gp": ONE}, MET),
    ("by another GP", {"reviewing_gp": ANOTHER, "usual_gp": ONE}, NOT_MET),
    ("by no GP", {"reviewing_gp": None, "usual_gp": ONE}, excluded(Reason.NO_GP_REVIEW)),
    ("with no usual GP on record", {"reviewing_gp": ONE, "usual_gp": None}, incomplete(Reason.NO_USUAL_GP)),
]
A1 = [
    ("all held", {}, MET),
    ("one lacking", {"aspects_held": 8}, NOT_MET),
    ("no list", {"aspects": 0, "aspects_held": 0}, incomplete(Reason.NO_ASPECTS)),
    ("ended", {"ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
]
N1 = [("open", {}, MET), ("ended", {"ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED))]
N1C = [
    ("complex", {"complexity": "complex"}, MET),
    ("stable", {}, excluded(Reason.OTHER_COMPLEXITY)),
    ("ended", {"complexity": "complex", "ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
]
K1 = [
    ("shared care", {}, MET),
    ("a specialist service", {"arrangement_type": "specialist"}, excluded(Reason.OTHER_TYPE)),
    ("not known", {"arrangement_type": "not_known"}, incomplete(Reason.TYPE_NOT_KNOWN)),
    ("ended", {"arrangement_type": "not_known", "ended_on": date(2025, 12, 1)}, excluded(Reason.ENDED)),
]
CASES = [
    pytest.param(code, changes, expected, id=f"{code}: {words}")
    for code, cases in {"R1": R1, "R2": R2, "R3": R3, "A1": A1, "C1": C1, "N1": N1, "N1C": N1C, "K1": K1}.items()
    for words, changes, expected in cases
]


@pytest.mark.parametrize(("code", "changes", "expected"), CASES)
def test_a_person_stands_under_a_measure_as_its_definition_says(code, changes, expected):
    assert assess(BY_CODE[code], facts(**changes)) == expected


@pytest.mark.parametrize(("gps", "expected"), [(0, NOT_MET), (1, MET), (4, MET)])
def test_t1_counts_practices_with_a_gp_whose_tier_is_in_date(gps, expected):
    assert assess(BY_CODE["T1"], PracticeFacts(uuid4(), "Elm", gps)) == expected


def test_every_person_has_exactly_one_standing_so_that_the_numbers_add_up():
    people = [facts(**changes) for cases in (R1, R3, A1, N1C, K1) for _, changes, _ in cases]

    for measure in MEASURES:
        if measure.unit is measures.Unit.PEOPLE:
            found = result(measure, tally(measure, people), practice_id=None, practice="", days=(START, END))
            counted = found.denominator if measure.is_share else found.numerator
            assert counted + found.excluded + found.incomplete == len(people), measure.code
            assert sum(count for *_, count in found.reasons) == found.excluded + found.incomplete


def test_the_result_of_nobody_is_nought():
    found = result(BY_CODE["R1"], {}, practice_id=None, practice="", days=(START, END))

    assert (found.numerator, found.denominator, found.excluded, found.incomplete, found.reasons) == (0, 0, 0, 0, ())


def test_codes_are_unique():
    assert len(BY_CODE) == len(MEASURES)


def test_the_description_of_the_measures_says_what_the_code_says():
    text = Path("docs/measures.md").read_text()

    for measure in MEASURES:
        section = text.split(f"## {measure.code}. {measure.title}\n")[1].split("\n## ")[0]
        for words in (measure.numerator, measure.denominator, measure.excluded, measure.incomplete, measure.source):
            assert words in " ".join(section.split()), measure.code
    assert text.count("\n## ") == len(MEASURES) + 2  # small numbers, and how facts are read
