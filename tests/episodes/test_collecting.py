"""Which doses were missed: tables of cases, the same for the pure rule and for the statement of the daily sweep."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes import alerting, collecting, holidays
from episodes.alerting import AlertKind, Deed, Level, Numbers, Verdict, Whom
from episodes.collecting import Outcome, Pattern, Run, Standing
from episodes.models import CollectionRule, PharmacyClosure
from episodes.queries import numbers_of, rule_on, run_of, runs
from tests import factories

TODAY = date(2026, 3, 18)  # a Wednesday
WEEK = ["supervised"] * 6 + ["at_home"]  # Sunday's dose goes home on Saturday
ONCE = ["collect"] + ["at_home"] * 6  # the whole week's doses go home on Monday
OTHER = ["supervised", "none"] * 3 + ["none"]  # every other day
IN, OUT, NO, HELD = "collected", "not_collected", "refused", "withheld"


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


# pattern, closed days, records by days back, missed, unknown
CASES = {
    "collected today": (WEEK, [], {0: IN, 1: IN}, 0, 0),
    "not yet recorded today": (WEEK, [], {1: IN}, 0, 0),
    "missed today": (WEEK, [], {0: OUT, 1: IN}, 1, 0),
    "missed three days": (WEEK, [], {0: OUT, 1: OUT, 2: OUT, 4: IN}, 3, 0),
    "missed on Saturday, and so Sunday's dose too": (WEEK, [], {4: OUT, 5: IN}, 2, 2),
    "missed on Saturday, back on Monday": (WEEK, [], {4: OUT, 2: IN, 1: IN, 0: IN}, 0, 0),
    "collected on Saturday with Sunday's dose": (WEEK, [], {4: IN, 2: OUT, 1: IN}, 0, 0),
    "nobody recorded yesterday": (WEEK, [], {2: IN}, 0, 1),
    "nobody recorded yesterday, missed today": (WEEK, [], {0: OUT, 2: IN}, 1, 1),
    "missed, and then nobody recorded": (WEEK, [], {2: OUT, 4: IN}, 1, 1),
    "refused is a dose not taken": (WEEK, [], {0: NO, 1: IN}, 1, 0),
    "withheld is a dose not taken": (WEEK, [], {0: HELD, 1: NO, 2: IN}, 2, 0),
    "a concern is a dose taken": (WEEK, [], {0: "concern", 1: OUT}, 0, 0),
    "the pharmacy was closed yesterday, and the dose went home": (WEEK, [1], {2: IN, 0: IN}, 0, 0),
    "the pharmacy is closed today, and the dose went home": (WEEK, [0], {1: IN}, 0, 0),
    "closed yesterday, and the day before it was missed": (WEEK, [1], {2: OUT, 4: IN}, 2, 0),
    "closed, and yet somebody came": (WEEK, [1], {2: IN, 1: OUT}, 1, 0),
    "the week's doses collected on Monday": (ONCE, [], {2: IN}, 0, 0),
    "the week's doses not collected on Monday": (ONCE, [], {2: OUT, 9: IN}, 3, 0),
    "not collected on Monday, come for on Tuesday": (ONCE, [], {2: OUT, 1: IN, 9: IN}, 0, 0),
    "nobody knows about Monday": (ONCE, [], {9: IN}, 0, 3),
    "every other day, one missed": (OTHER, [], {2: OUT, 5: IN}, 1, 0),
    "every other day, nothing due yesterday": (OTHER, [], {2: IN}, 0, 0),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_days_without_a_dose_are_counted_from_pattern_closed_days_and_records(case):
    kinds, closed, records, missed, unknown = case

    days = collecting.days_of(
        [Pattern(kinds, back(60))], [back(n) for n in closed], {back(n): o for n, o in records.items()}, back(9), TODAY
    )
    run = collecting.run(days, TODAY)

    assert (run.missed, run.unknown) == (missed, unknown)


@pytest.fixture
def arranged(scheme, practice, patient):
    episode = factories.EpisodeFactory(patient=patient)
    return factories.CollectionArrangementFactory(
        episode=episode, pharmacy=factories.OrganisationFactory(kind="pharmacy"), starts_on=back(60)
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sweeps_statement_says_the_same_of_everybody_at_once(case, arranged, scheme):
    kinds, closed, records, missed, unknown = case
    arranged.days, arranged.starts_on = kinds, back(9)
    arranged.save()
    user = factories.UserFactory()
    for n in closed:
        PharmacyClosure.objects.create(
            scheme=scheme, pharmacy=arranged.pharmacy, starts_on=back(n), ends_on=back(n), reason="Closed",
            recorded_by=user,
        )  # fmt: skip
    for n, outcome in records.items():
        factories.CollectionFactory(arrangement=arranged, day=back(n), outcome=outcome, note="x", recorded_by=user)
    rule = CollectionRule(scheme=scheme, not_recorded_after_days=1)

    found = runs(rule, TODAY)

    told = found[0].run if found else Run(0, 0, None, None)
    assert (told.missed, told.unknown) == (missed, unknown)
    if found:
        assert told == run_of(arranged.episode, TODAY)


def test_a_change_of_pharmacy_in_between_does_not_begin_the_count_again(arranged):
    arranged.ends_on = back(2)
    arranged.save()
    second = factories.CollectionArrangementFactory(
        episode=arranged.episode, pharmacy=factories.OrganisationFactory(kind="pharmacy"), starts_on=back(1)
    )
    factories.CollectionFactory(arrangement=arranged, day=back(4), outcome=IN)
    factories.CollectionFactory(arrangement=arranged, day=back(2), outcome=OUT)
    for n in (1, 0):
        factories.CollectionFactory(arrangement=second, day=back(n), outcome=OUT)

    assert run_of(arranged.episode, TODAY).missed == 3
    assert runs(CollectionRule(), TODAY)[0].run.missed == 3


@given(
    st.lists(st.sampled_from(list(collecting.DayKind)), min_size=7, max_size=7),
    st.dictionaries(st.integers(0, 20), st.sampled_from(list(Outcome))),
    st.sets(st.integers(0, 20)),
)
def test_a_day_nobody_recorded_is_never_taken_as_collected_and_every_day_stands_somehow(kinds, records, closed):
    days = collecting.days_of(
        [Pattern(kinds, back(40))], {back(n) for n in closed}, {back(n): o for n, o in records.items()}, back(20), TODAY
    )

    told = collecting.standings(days, TODAY)

    assert len(told) == 21
    for day, standing in told:
        if day.attends and not day.outcome:
            assert standing in (Standing.UNKNOWN, Standing.DUE)
        if standing is Standing.TAKEN:
            assert any(each.outcome in collecting.GIVEN for each, _ in told if each.day <= day.day)
    run = collecting.run(days, TODAY)
    assert run.days <= sum(standing in (Standing.MISSED, Standing.UNKNOWN) for _, standing in told)


@pytest.mark.parametrize(
    ("nation", "is_holiday"),
    [
        ("ENG", [True, False, False]),
        ("SCT", [False, True, False]),
        ("NIR", [True, False, True]),
        ("WLS", [True, False, False]),
    ],
)
def test_bank_holidays_differ_by_nation(nation, is_holiday):
    asked = [date(2026, 4, 6), date(2026, 1, 2), date(2026, 7, 13)]

    assert [day in holidays.bank_holidays(nation, date(2026, 1, 1), date(2026, 12, 31)) for day in asked] == is_holiday


def test_the_week_is_told_in_words():
    assert collecting.in_words(WEEK) == (
        "Monday to Saturday: taken at the pharmacy, supervised; Sunday: taken at home, collected before"
    )


NUMBERS = Numbers(2, 3, 2, {1: [0, 60, 120, 240, 360], 2: [0, 30, 60, 120, 180], 3: [0, 0, 0, 15, 30]}, 60)


@pytest.mark.parametrize(
    ("missed", "unknown", "outcome", "expected"),
    [
        (0, 0, "", None),
        (0, 1, "", None),
        (0, 2, "", Verdict(AlertKind.NOT_RECORDED, Level.URGENT)),
        (1, 0, OUT, Verdict(AlertKind.MISSED, Level.FIRST)),
        (2, 0, OUT, Verdict(AlertKind.MISSED, Level.URGENT)),
        (1, 2, OUT, Verdict(AlertKind.MISSED, Level.HIGHEST)),
        (3, 0, OUT, Verdict(AlertKind.MISSED, Level.HIGHEST)),
        (1, 0, NO, Verdict(AlertKind.REFUSED, Level.URGENT)),
        (3, 0, HELD, Verdict(AlertKind.WITHHELD, Level.HIGHEST)),
    ],
)
def test_the_level_follows_the_days_without_a_dose_known_to_be_taken(missed, unknown, outcome, expected):
    assert alerting.verdict(Run(missed, unknown, TODAY, None, outcome), NUMBERS) == expected


FIRST = Verdict(AlertKind.MISSED, Level.FIRST)
URGENT = Verdict(AlertKind.MISSED, Level.URGENT)


@pytest.mark.parametrize(
    ("days", "wanted", "latest", "expected"),
    [
        (1, FIRST, None, Deed.RAISE),
        (1, FIRST, alerting.Standing("missed", 1, 1), Deed.NOTHING),
        (2, URGENT, alerting.Standing("missed", 1, 1), Deed.HEIGHTEN),
        (2, URGENT, alerting.Standing("missed", 1, 1, is_taken=True), Deed.HEIGHTEN),
        (4, URGENT, alerting.Standing("missed", 2, 3), Deed.COUNT),
        (1, FIRST, alerting.Standing("missed", 1, 1, is_closed=True), Deed.NOTHING),
        (2, URGENT, alerting.Standing("missed", 1, 1, is_closed=True), Deed.RAISE),
        (1, FIRST, alerting.Standing("missed", 3, 3, is_closed=True, same_run=False), Deed.RAISE),
        (1, FIRST, alerting.Standing("missed", 1, 1, is_taken=True, same_run=False), Deed.HEIGHTEN),
        (1, FIRST, alerting.Standing("missed", 1, 1, same_run=False), Deed.COUNT),
        (2, URGENT, alerting.Standing("not_recorded", 2, 2), Deed.COUNT),
    ],
)
def test_an_alert_is_raised_again_only_for_more_days_a_higher_level_or_a_new_row(days, wanted, latest, expected):
    assert alerting.deed(Run(days, 0, TODAY, None, OUT), wanted, latest) == expected


def test_the_route_reaches_everybody_in_order_and_faster_the_higher_it_is(today):
    from django.utils import timezone

    begins = timezone.now()

    slow, fast = (alerting.steps(level, begins, NUMBERS) for level in (1, 3))

    assert [step.whom for step in slow] == list(Whom)
    assert [step.number for step in slow] == [1, 2, 3, 4, 5]
    assert [(step.due_at - begins).seconds // 60 for step in slow] == [0, 60, 120, 240, 360]
    assert all(quick.due_at <= step.due_at for quick, step in zip(fast, slow, strict=True))


def test_the_numbers_as_shipped_hold_until_the_scheme_chooses_its_own(scheme):
    numbers = numbers_of(rule_on(scheme.pk, TODAY))

    assert numbers.highest_after == 3
    assert numbers.minutes[Level.HIGHEST] == [0, 0, 0, 15, 30]
