"""Facts read from the database, as at a day."""

from datetime import UTC, date, datetime

import pytest
from psycopg.types.range import TimestamptzRange

from indicators import queries
from indicators.measures import BY_CODE
from indicators.periods import Quarter
from tests import factories
from tests.indicators.facts import END, START

TODAY = date(2026, 3, 16)


@pytest.fixture
def plan(patient):
    return factories.CarePlanFactory(
        patient=patient, episode__started_on=date(2025, 1, 6), next_review_on=date(2025, 11, 10)
    )


def only(facts):
    assert len(facts) == 1
    return facts[0]


def test_before_any_review_the_plans_own_date_stands(plan):
    facts = only(queries.plan_facts(START, END))

    assert (facts.due_on, facts.due_after, facts.reviewed_on) == (date(2025, 11, 10), date(2025, 11, 10), None)
    assert (facts.plan_id, facts.patient_id, facts.practice_id) == (plan.pk, plan.patient_id, plan.patient.practice_id)


def test_the_date_that_stood_on_a_day_is_the_one_the_last_review_before_it_set(plan):
    for reviewed_on, following in [
        (date(2025, 5, 1), date(2025, 11, 1)),
        (date(2025, 10, 20), date(2026, 4, 20)),
        (date(2026, 1, 5), date(2026, 7, 5)),
    ]:
        factories.ReviewFactory(plan=plan, reviewed_on=reviewed_on, next_review_on=following)

    facts = only(queries.plan_facts(START, END))

    assert facts.due_on == date(2025, 11, 1)
    assert facts.reviewed_on == date(2025, 10, 20)
    assert facts.due_after == date(2026, 4, 20)


def test_a_first_date_that_a_review_replaced_is_worked_out_again_from_the_protocol(plan):
    factories.ReviewFactory(plan=plan, reviewed_on=date(2025, 12, 1), next_review_on=date(2026, 12, 1))

    facts = only(queries.plan_facts(START, END))

    assert facts.due_on == date(2026, 1, 5)  # 52 weeks after 6 January 2025


def test_a_review_that_was_put_right_counts_as_corrected(plan):
    wrong = factories.ReviewFactory(plan=plan, reviewed_on=date(2025, 10, 2), next_review_on=date(2026, 1, 1))
    right = factories.ReviewFactory(plan=plan, reviewed_on=date(2025, 10, 9), next_review_on=date(2026, 4, 9))
    wrong.superseded_by = right
    wrong.save()

    facts = only(queries.plan_facts(START, END))

    assert (facts.reviewed_on, facts.due_after) == (date(2025, 10, 9), date(2026, 4, 9))


def test_plans_outside_the_period_are_not_there(scheme, practice):
    ended = factories.PatientFactory(scheme=scheme, practice=practice)
    factories.CarePlanFactory(
        patient=ended,
        episode__started_on=date(2025, 1, 1),
        episode__ended_on=date(2025, 9, 30),
        episode__end_reason="moved",
        episode__status="ended",
    )
    later = factories.PatientFactory(scheme=scheme, practice=practice)
    factories.CarePlanFactory(patient=later, episode__started_on=date(2026, 1, 1))

    assert queries.plan_facts(START, END) == []


def test_aspects_are_counted_as_held_when_the_last_day_ended(plan, gp, scheme):
    aspects = factories.care_aspects(scheme)
    holder = gp.professionals.get()
    spans = [
        (datetime(2025, 1, 6, tzinfo=UTC), None),  # still held
        (datetime(2025, 1, 6, tzinfo=UTC), datetime(2025, 12, 31, 12, tzinfo=UTC)),  # given up that noon
        (datetime(2025, 12, 31, 12, tzinfo=UTC), None),  # taken that noon
    ]
    for aspect, (start, end) in zip(aspects, spans, strict=False):
        factories.ResponsibilityFactory(
            episode=plan.episode,
            aspect=aspect,
            holder=holder,
            organisation_id=plan.patient.practice_id,
            held=TimestamptzRange(start, end),
        )

    facts = only(queries.plan_facts(START, END))

    assert (facts.aspects, facts.aspects_held) == (9, 2)


def test_continuity_is_the_last_review_by_a_gp_and_who_was_usually_seen_that_day(plan, gp, nurse):
    usual, other = gp.professionals.get(), factories.ProfessionalFactory(scheme_id=plan.patient.scheme_id)
    for starts_on, ends_on, seen in [
        (date(2025, 1, 6), date(2025, 11, 19), usual),
        (date(2025, 11, 20), None, other),
    ]:
        factories.UsualGpFactory(patient=plan.patient, gp=seen, starts_on=starts_on, ends_on=ends_on)

    def reviewed(day, by):
        factories.ReviewFactory(plan=plan, patient=plan.patient, reviewed_on=day, recorded_by=by)
        facts = only(queries.plan_facts(START, END))
        return facts.reviewing_gp, facts.usual_gp

    assert reviewed(date(2025, 10, 2), nurse) == (None, None)
    assert reviewed(date(2025, 11, 19), gp) == (usual.pk, usual.pk)
    assert reviewed(date(2025, 11, 20), gp) == (usual.pk, other.pk)
    assert reviewed(date(2025, 12, 1), nurse) == (usual.pk, other.pk)


@pytest.mark.parametrize(
    ("award", "counted"),
    [
        ({}, 1),
        ({"ends_on": date(2025, 12, 30)}, 0),
        ({"ends_on": END}, 1),
        ({"starts_on": date(2026, 1, 1)}, 0),
        ({"review_on": date(2025, 12, 30)}, 0),
        ({"review_on": END}, 1),
    ],
)
def test_a_practice_counts_the_gps_whose_tier_is_in_date(scheme, practice, gp, award, counted):
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=gp.professionals.get(), **award)

    facts = only(queries.practice_facts(END))

    assert (facts.practice_id, facts.gps_in_tier) == (practice.pk, counted)


def test_results_are_overall_first_and_then_by_practice_and_they_add_up(scheme, practice):
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    other = factories.PracticeFactory(name="Ash Surgery")
    for place, people in ((practice, 3), (other, 2)):
        for _ in range(people):
            person = factories.PatientFactory(scheme=scheme, practice=place)
            factories.CarePlanFactory(patient=person, next_review_on=date(2025, 11, 1))

    found = [each for each in queries.results(START, END) if each.measure.code == "R1"]

    assert [(each.practice, each.numerator, each.denominator) for each in found] == [
        ("", 0, 5),
        ("Ash Surgery", 0, 2),
        ("Elm Surgery", 0, 3),
    ]


@pytest.mark.parametrize("people", [2, 20])
def test_results_take_as_many_statements_whatever_the_number_of_people(scheme, people, django_assert_num_queries):
    for _ in range(people):
        person = factories.PatientFactory(scheme=scheme, practice=factories.PracticeFactory())
        factories.CarePlanFactory(patient=person)

    with django_assert_num_queries(4):
        queries.results(START, END)


def test_another_scheme_counts_none_of_these_people(plan, stranger):
    from audit import wall

    with wall.within(stranger.acting.scheme_id):
        assert queries.results(START, END)[0].excluded == 0
        assert all(each.numerator == 0 for each in queries.results(START, END))


def test_the_co_ordinator_sees_true_numbers_and_a_member_published_ones(plan, coordinator, member):
    period = Quarter(2025, 4).seen_on(TODAY)

    def n1(user):
        return queries.figures(user, [BY_CODE["N1"]], period)[0].numerator

    assert (n1(coordinator), n1(member)) == (1, "*")


def test_a_measure_over_time_runs_up_to_its_quarter(plan, coordinator):
    found = queries.over_time(coordinator, BY_CODE["N1"], Quarter(2025, 4), TODAY)

    assert [quarter.code for quarter, _ in found][-1] == "2025-Q4"
    assert [figure.numerator for _, figure in found] == [0, 0, 0, 0, 1, 1, 1, 1]


def test_a_measure_page_is_overall_and_by_practice(plan, coordinator):
    page = queries.measure_page(coordinator, BY_CODE["N1"], Quarter(2025, 4).seen_on(TODAY))

    assert (page.overall.numerator, [figure.practice for figure in page.practices]) == (1, ["Elm Surgery"])
    assert page.counts_people


def test_the_people_behind_a_number_are_those_it_counts(plan, scheme, practice):
    period = Quarter(2025, 4).seen_on(TODAY)
    measure = BY_CODE["R1"]

    assert set(queries.standings(measure, period, "shortfall", None)) == {plan.patient_id}
    assert set(queries.standings(measure, period, "denominator", practice.pk)) == {plan.patient_id}
    assert queries.standings(measure, period, "numerator", None) == {}
    assert queries.standings(measure, period, "denominator", factories.PracticeFactory().pk) == {}
    assert queries.standings(BY_CODE["T1"], period, "denominator", None) == {}
