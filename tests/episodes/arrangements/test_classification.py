"""Is it shared care? Every row of A3 to A5 and A14 as a case, and what is told to the own GP."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from episodes import classification
from episodes.classification import (
    BECAUSE,
    SENTENCES,
    ArrangementType,
    Criterion,
    Facts,
    OwnGp,
    ResultStatus,
    own_gp_finding,
    results_of,
    type_of,
)

TODAY = date(2026, 3, 16)
ELM, OAK, BRIDGE = uuid4(), uuid4(), uuid4()
SHARED = Facts(
    registered_at=ELM,
    prescribed_at=ELM,
    setting="own_practice",
    support="given",
    one_plan="yes",
    notes="registered",
    responsible="prescriber",
)
T = ArrangementType
CASES = [
    # A3: what counts as shared care, and each of its tests failed or not known.
    ("all five tests passed", {}, T.SHARED_CARE),
    ("no psychosocial support", {"support": "none"}, T.FALLS_SHORT),
    ("not one care plan", {"one_plan": "no"}, T.FALLS_SHORT),
    ("notes elsewhere", {"notes": "elsewhere"}, T.FALLS_SHORT),
    ("somebody else responsible", {"responsible": "other"}, T.FALLS_SHORT),
    ("support not known", {"support": "not_known"}, T.NOT_KNOWN),
    ("plan not known", {"one_plan": "not_known"}, T.NOT_KNOWN),
    ("notes not known", {"notes": "not_known"}, T.NOT_KNOWN),
    ("responsibility not known", {"responsible": "not_known"}, T.NOT_KNOWN),
    ("one failed and another not known", {"support": "none", "notes": "not_known"}, T.FALLS_SHORT),
    ("where is not known", {"prescribed_at": None}, T.NOT_KNOWN),
    ("as what is not known", {"setting": "not_known"}, T.NOT_KNOWN),
    ("as what is not known, and elsewhere", {"setting": "not_known", "prescribed_at": OAK}, T.NOT_KNOWN),
    # A4: what shared care is not, whatever the tests say.
    ("a clinical assistant", {"setting": "clinical_assistant", "prescribed_at": BRIDGE}, T.CLINICAL_ASSISTANT),
    ("a clinical assistant in the own practice", {"setting": "clinical_assistant"}, T.CLINICAL_ASSISTANT),
    ("a specialist service", {"setting": "specialist", "prescribed_at": BRIDGE}, T.SPECIALIST),
    ("a specialist service, place not known", {"setting": "specialist", "prescribed_at": None}, T.SPECIALIST),
    ("a GP with a special interest elsewhere", {"setting": "gpwsi", "prescribed_at": OAK}, T.INTERMEDIATE),
    ("a GP with a special interest, place not known", {"setting": "gpwsi", "prescribed_at": None}, T.NOT_KNOWN),
    ("a GP with a special interest and their own patient", {"setting": "gpwsi"}, T.SHARED_CARE),
    ("the same without support", {"setting": "gpwsi", "support": "none"}, T.FALLS_SHORT),
    # A5: registered elsewhere.
    ("treated where they are not registered", {"prescribed_at": OAK}, T.REGISTERED_ELSEWHERE),
    ("the same, with every other test failed", {"prescribed_at": OAK, "notes": "elsewhere"}, T.REGISTERED_ELSEWHERE),
    # A14: practices for a particular group.
    ("a practice for a group", {"special": True}, T.SPECIAL_POPULATION),
    ("the same with a test failed", {"special": True, "support": "none"}, T.SPECIAL_POPULATION),
    ("registered there and treated elsewhere", {"special": True, "prescribed_at": OAK}, T.REGISTERED_ELSEWHERE),
    ("registered there, in a specialist service", {"special": True, "setting": "specialist"}, T.SPECIALIST),
]


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, t, id=words) for words, c, t in CASES])
def test_the_facts_make_the_kind(changes, expected):
    assert type_of(replace(SHARED, **changes)) == expected


def test_of_somebody_about_whom_nothing_is_on_record_nobody_can_say():
    nothing = Facts(registered_at=ELM)

    assert type_of(nothing) == T.NOT_KNOWN
    assert {each.result for each in results_of(nothing)} == {ResultStatus.NOT_KNOWN}


@pytest.mark.parametrize(
    ("changes", "criterion", "said"),
    [
        ({}, Criterion.SAME_PRACTICE, "The practice where they are registered also prescribes."),
        ({"prescribed_at": OAK}, Criterion.SAME_PRACTICE, "The prescription does not come from the practice"),
        ({"prescribed_at": None}, Criterion.SAME_PRACTICE, "is not on record"),
        ({"support": "none"}, Criterion.SUPPORT, "No psychosocial support is available"),
        ({"one_plan": "no"}, Criterion.ONE_PLAN, "Not everybody works to the same care plan."),
        ({"notes": "elsewhere"}, Criterion.NOTES, "somewhere else than where they are registered"),
        ({"responsible": "other"}, Criterion.RESPONSIBLE, "Somebody other than the prescriber"),
    ],
)
def test_each_test_says_in_words_how_it_came_out(changes, criterion, said):
    found = {each.criterion: each for each in results_of(replace(SHARED, **changes))}

    assert said in found[criterion].sentence
    assert list(found) == list(Criterion)


def test_every_outcome_of_every_test_and_every_kind_has_its_sentence():
    assert set(SENTENCES) == {(criterion, result) for criterion in Criterion for result in ResultStatus}
    assert set(BECAUSE) == set(ArrangementType)


@pytest.mark.parametrize(
    ("kind", "told_on", "expected"),
    [
        (T.REGISTERED_ELSEWHERE, None, OwnGp.NEVER),
        (T.REGISTERED_ELSEWHERE, TODAY, None),
        (T.REGISTERED_ELSEWHERE, date(2025, 12, 15), None),  # thirteen weeks ago to the day
        (T.REGISTERED_ELSEWHERE, date(2025, 12, 14), OwnGp.STALE),
        (T.INTERMEDIATE, None, None),
        (T.SHARED_CARE, None, None),
        (T.NOT_KNOWN, None, None),
    ],
)
def test_the_own_gp_is_told_of_care_elsewhere_and_told_again(kind, told_on, expected):
    assert own_gp_finding(kind, told_on=told_on, today=TODAY, within_weeks=13) == expected


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2025, 3, 1), None),
        (TODAY, None),
        (date(2026, 3, 17), "is to come|in the past"),
        (date(2025, 2, 28), "began on 1 March 2025"),
    ],
)
def test_an_arrangement_and_a_telling_are_of_this_episode_and_not_of_tomorrow(day, refused):
    begun = date(2025, 3, 1)
    for check in (
        lambda: classification.check_first_day(starts_on=day, episode_begun=begun, today=TODAY),
        lambda: classification.check_told_on(told_on=day, episode_begun=begun, today=TODAY),
    ):
        if refused is None:
            check()
        else:
            with pytest.raises(ValidationError, match=refused):
                check()
