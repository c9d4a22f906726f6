"""Complexity against tier: one table of cases for the rule and for the statement that asks it of everybody."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import RecordView
from episodes import match, queries
from episodes.complexity import Complexity
from episodes.match import Facts, Verdict, Where
from episodes.models import Episode
from patients.models import Patient
from practices.models import TierEvidence
from practices.tiers import Tier
from schemes.models import Protocol
from tests import factories

TODAY = date(2026, 3, 16)
WEEKS = 26
SETTLED = match.settled_before(TODAY, WEEKS)
L1, L2, GPWSI = Tier.LEVEL_1, Tier.LEVEL_2, Tier.GPWSI
STABLE, COMPLEX, CHAOTIC = Complexity
OWN, SERVICE, ELSEWHERE = Where.OWN_PRACTICE, Where.SERVICE, Where.ELSEWHERE
ABOVE, COME_DOWN, NOT_KNOWN, FITS = Verdict.ABOVE, Verdict.COME_DOWN, Verdict.NOT_KNOWN, Verdict.FITS


# --- The rule ---------------------------------------------------------------------------------------------------------


def facts(tier="", complexity=STABLE, where=OWN, *, is_gp=True, days=7 * WEEKS):
    return Facts("Dr Ash", is_gp, where, tier, complexity, TODAY - timedelta(days=days), SETTLED)


OF_A_GP = {
    (L1, STABLE): FITS, (L1, COMPLEX): ABOVE, (L1, CHAOTIC): ABOVE,
    (L2, STABLE): FITS, (L2, COMPLEX): FITS, (L2, CHAOTIC): ABOVE,
    (GPWSI, STABLE): FITS, (GPWSI, COMPLEX): FITS, (GPWSI, CHAOTIC): FITS,
    ("", STABLE): NOT_KNOWN, ("", COMPLEX): NOT_KNOWN, ("", CHAOTIC): NOT_KNOWN,
}  # fmt: skip


@pytest.mark.parametrize(("tier", "complexity"), OF_A_GP)
def test_each_complexity_fits_or_exceeds_each_tier_at_the_persons_own_practice(tier, complexity):
    assert match.judge(facts(tier, complexity)) == OF_A_GP[tier, complexity]


@pytest.mark.parametrize(("tier", "complexity"), OF_A_GP)
def test_at_another_practice_it_is_the_same_but_that_the_settled_come_down_from_a_special_interest(tier, complexity):
    expected = COME_DOWN if (tier, complexity) == (GPWSI, STABLE) else OF_A_GP[tier, complexity]

    assert match.judge(facts(tier, complexity, ELSEWHERE)) == expected


@pytest.mark.parametrize(("tier", "is_gp"), list(product(["", *Tier], [True, False])))
def test_a_specialist_service_manages_everybody_and_hands_back_who_has_settled(tier, is_gp):
    for complexity in (COMPLEX, CHAOTIC):
        assert match.judge(facts(tier, complexity, SERVICE, is_gp=is_gp)) == FITS
    assert match.judge(facts(tier, STABLE, SERVICE, is_gp=is_gp)) == COME_DOWN
    assert match.judge(facts(tier, STABLE, SERVICE, is_gp=is_gp, days=7 * WEEKS - 1)) == FITS


@pytest.mark.parametrize("complexity", list(Complexity))
def test_of_somebody_who_is_no_gp_nothing_is_known(complexity):
    assert match.judge(facts("", complexity, is_gp=False)) == NOT_KNOWN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (facts(L1, CHAOTIC), "Care is chaotic, which is above Dr Ash’s tier, Level 1."),
        (
            facts("", STABLE, SERVICE),
            "Care has been stable since 15 September 2025, and could come down from Dr Ash to primary care.",
        ),
        (facts("", COMPLEX), "Dr Ash holds no tier, so nobody can say whether care that is complex fits."),
        (facts("", STABLE, is_gp=False), "Dr Ash is not a GP, and holds no tier, so nobody can say whether care"),
        (facts(L2, COMPLEX), ""),
    ],
)
def test_the_verdict_is_said_in_words(given, said):
    assert match.said(given).startswith(said)
    assert bool(match.said(given)) == bool(said)


@pytest.mark.parametrize(
    ("tier", "own", "people", "limit", "over"),
    [
        (L1, None, 15, 15, False),
        (L1, None, 16, 15, True),
        (L2, None, 30, 30, False),
        (L2, None, 31, 30, True),
        (L1, 40, 40, 40, False),
        (L1, 40, 41, 40, True),
        (L1, 0, 1, 0, True),
        (GPWSI, None, 500, None, False),
        (GPWSI, 50, 51, 50, True),
        ("", None, 500, None, False),
    ],
)
def test_a_gp_is_over_their_own_limit_or_that_of_their_tier(tier, own, people, limit, over):
    assert match.limit_for(tier, own, level_1=15, level_2=30) == limit
    assert match.is_over(people, limit) == over


# --- The statement says the same --------------------------------------------------------------------------------------


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def held(scheme, practice, aspects):
    """`held(complexity, profession, tier, place)` is an open episode with somebody who prescribes in it."""

    def make(complexity=STABLE, profession="gp", tier="", place=practice, code="prescribing", **facts):
        holder = factories.ProfessionalFactory(scheme_id=scheme.pk, profession=profession, organisation=place)
        if tier:
            factories.TierAwardFactory(scheme_id=scheme.pk, professional=holder, tier=tier)
        return held_by(holder, place, complexity=complexity, code=code, **facts)

    def held_by(holder, place, *, complexity=STABLE, code="prescribing", **facts):
        patient = factories.PatientFactory(scheme=scheme, practice=practice)
        episode = factories.EpisodeFactory(patient=patient, complexity=complexity, **facts)
        factories.ResponsibilityFactory(episode=episode, aspect=aspects[code], holder=holder, organisation=place)
        return episode

    make.by = held_by
    return make


@pytest.fixture
def services(practice):
    return {
        OWN: practice,
        SERVICE: factories.OrganisationFactory(kind="specialist_service"),
        ELSEWHERE: factories.PracticeFactory(),
    }


def rows(now=None):
    return queries.matched(Episode.objects.open(), now or timezone.now(), SETTLED)


def test_the_statement_gives_the_verdict_of_the_rule_in_every_case(held, services):
    for place in services.values():
        for profession, tier, complexity, days in product(
            ("gp", "specialist"), ("", *Tier), Complexity, (7 * WEEKS, 7 * WEEKS - 1)
        ):
            held(complexity, profession, tier, place, started_on=TODAY - timedelta(days=days))

    found = list(rows().select_related("holder", "organisation", "episode__patient"))

    assert len(found) == 3 * 2 * 4 * 3 * 2
    assert {row.where for row in found} == set(Where)
    assert {row.verdict for row in found} == set(Verdict)
    for row in found:
        judged = queries.match.facts_of(
            row,
            row.episode.patient,
            tier=row.tier,
            complexity=row.episode.complexity,
            since=row.steady_since,
            settled_before=SETTLED,
        )
        assert row.verdict == match.judge(judged), judged
        assert row.where == judged.where


def test_whoever_prescribes_is_judged_and_where_nobody_does_the_care_coordinator(held, aspects, practice, scheme):
    episode = held(CHAOTIC, tier=L1, code="coordination")
    assert [row.verdict for row in rows()] == [ABOVE]

    prescriber = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=prescriber, tier=GPWSI)
    factories.ResponsibilityFactory(
        episode=episode, aspect=aspects["prescribing"], holder=prescriber, organisation=practice
    )

    assert [(row.holder, row.verdict) for row in rows()] == [(prescriber, FITS)]
    assert queries.prescriber_of(episode, timezone.now()).holder == prescriber


def test_nobody_who_died_or_whose_care_ended_is_judged(held, coordinator):
    died, ended = held(CHAOTIC), held(CHAOTIC)
    assert queries.matched_for(coordinator, timezone.now(), verdict=NOT_KNOWN).count() == 2

    Patient.objects.filter(pk=died.patient_id).update(status="deceased", died_on=TODAY)
    Episode.objects.filter(pk=ended.pk).update(status="ended", ended_on=TODAY, end_reason="completed")

    assert not queries.matched_for(coordinator, timezone.now(), verdict=NOT_KNOWN).exists()


def test_a_tier_counts_only_while_it_is_held(held, scheme):
    episode = held(STABLE, tier=L1)
    holder = queries.prescriber_of(episode, timezone.now()).holder
    holder.tier_awards.update(ends_on=TODAY)
    assert [row.verdict for row in rows()] == [FITS]

    holder.tier_awards.update(ends_on=TODAY - timedelta(days=1))
    assert [row.verdict for row in rows()] == [NOT_KNOWN]


def test_care_is_settled_from_when_it_became_stable_and_not_from_when_it_began(held, services):
    episode = held(STABLE, "specialist", place=services[SERVICE], started_on=TODAY - timedelta(days=900))
    assert [row.verdict for row in rows()] == [COME_DOWN]

    factories.ComplexityChangeFactory(episode=episode, since=TODAY - timedelta(days=30))

    assert [(row.verdict, row.steady_since) for row in rows()] == [(FITS, TODAY - timedelta(days=30))]


def test_how_long_is_long_enough_is_the_schemes_number(held, services, coordinator, scheme):
    held(STABLE, "specialist", place=services[SERVICE], started_on=TODAY - timedelta(weeks=10))
    assert not queries.matched_for(coordinator, timezone.now(), verdict=COME_DOWN).exists()

    Protocol.objects.update(stable_weeks=10)

    assert queries.matched_for(coordinator, timezone.now(), verdict=COME_DOWN).count() == 1


def test_a_gp_over_their_limit_is_listed_with_how_many_they_hold(held, scheme, practice, coordinator):
    Protocol.objects.update(caseload_limit_level_1=2)
    at_limit, over, own, appointed = (
        factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice) for _ in range(4)
    )
    for gp, tier, limit, people in (
        (at_limit, L1, None, 2), (over, L1, None, 3), (own, L2, 1, 3), (appointed, GPWSI, None, 4),
    ):  # fmt: skip
        factories.TierAwardFactory(scheme_id=scheme.pk, professional=gp, tier=tier, caseload_limit=limit)
        for _ in range(people):
            held.by(gp, practice)
    ended = held.by(over, practice)
    Episode.objects.filter(pk=ended.pk).update(status="ended", ended_on=TODAY, end_reason="completed")

    found = queries.over_limit(coordinator, timezone.now())

    assert [(gp, gp.people, gp.limit) for gp in found] == [(own, 3, 1), (over, 3, 2)]
    for gp in found:
        assert match.is_over(gp.people, match.limit_for(gp.tier, None if gp == over else 1, level_1=2, level_2=30))


def test_evidence_that_lapses_is_listed_with_how_many_people_hang_on_it(held, scheme, practice, coordinator):
    def certified(days, *, rests=True):
        gp = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
        award = factories.TierAwardFactory(scheme_id=scheme.pk, professional=gp)
        made = factories.QualificationFactory(
            scheme_id=scheme.pk, professional=gp, expires_on=days and TODAY + timedelta(days=days)
        )
        if rests:
            TierEvidence.objects.create(scheme_id=scheme.pk, award=award, qualification=made)
        return made

    lapsed, soon, last_day = certified(-400), certified(5), certified(90)
    renewed = certified(3)
    factories.QualificationFactory(
        scheme_id=scheme.pk, professional=renewed.professional, expires_on=TODAY + timedelta(days=900)
    )
    renewed_shortly = certified(-200)
    newer = factories.QualificationFactory(
        scheme_id=scheme.pk, professional=renewed_shortly.professional, expires_on=TODAY + timedelta(days=60)
    )
    certified(91)
    certified(None)
    certified(5, rests=False)
    left_tier = certified(5)
    left_tier.professional.tier_awards.update(ends_on=TODAY - timedelta(days=1))
    for _ in range(2):
        held.by(soon.professional, practice)

    found = queries.evidence_lapsing(coordinator, timezone.now())

    assert [(each, each.people) for each in found] == [(lapsed, 0), (soon, 2), (newer, 0), (last_day, 0)]


# --- The pages --------------------------------------------------------------------------------------------------------


def text(response):
    return " ".join(response.content.decode().split())


def test_each_list_shows_its_own_and_opens_from_today(held, services, coordinator, browse):
    above = held(CHAOTIC, tier=L1)
    held(CHAOTIC)
    down = held(STABLE, "specialist", place=services[SERVICE])
    held_now = down.responsibilities.get()
    factories.TransitionFactory(
        episode=down, aspect=held_now.aspect, sender=held_now.holder, from_place=services[SERVICE],
        receiver=above.responsibilities.get().holder, to_place=services[OWN], direction="step_down",
    )  # fmt: skip
    browser = browse(coordinator)
    url = reverse("episodes:match")

    shown = {show: browser.get(url, {"show": show}) for show in ("above", "come_down", "not_known")}

    assert "which is above" in text(shown["above"])
    assert above.patient.name in text(shown["above"])
    assert down.patient.name not in text(shown["above"])
    assert down.patient.name in text(shown["come_down"])
    assert "A move waits for an answer." in text(shown["come_down"])
    assert "A move waits" not in text(shown["above"])
    assert "holds no tier" in text(shown["not_known"])
    assert "Nobody on this list" in text(browser.get(url, {"show": "over_limit"}))
    assert RecordView.objects.filter(patient_id=down.patient_id, page="Tier and complexity").count() == 1


def test_whoever_is_hardest_to_manage_stands_first_and_of_these_who_has_been_so_for_longest(held, coordinator):
    made = [
        held(complexity, started_on=TODAY - timedelta(days=days))
        for complexity, days in ((STABLE, 900), (COMPLEX, 10), (CHAOTIC, 5), (CHAOTIC, 50))
    ]

    found = queries.matched_for(coordinator, timezone.now(), verdict=NOT_KNOWN)

    assert [row.episode for row in found] == made[::-1]


def test_the_number_of_people_of_a_gp_opens_them_each_with_the_verdict(held, scheme, practice, coordinator, browse):
    gp = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice, name="Dr Full")
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=gp, caseload_limit=1)
    people = [held.by(gp, practice), held.by(gp, practice, complexity=COMPLEX)]
    browser = browse(coordinator)

    over = browser.get(reverse("episodes:match"), {"show": "over_limit"})
    opened = text(browser.get(reverse("episodes:match"), {"holder": gp.pk}))

    assert f"?holder={gp.pk}" in over.text
    assert all(each.patient.name in opened for each in people)
    assert "People of Dr Full" in opened
    assert "It fits." in opened
    assert "above Dr Full’s tier, Level 1" in opened


def test_a_gp_reads_the_lists_of_people_and_not_those_of_colleagues(held, gp, browse):
    mine = held(CHAOTIC, tier=L1)
    browser = browse(gp)

    assert mine.patient.name in text(browser.get(reverse("episodes:match")))
    assert "over their limit" not in text(browser.get(reverse("episodes:match")))
    refused = browser.get(reverse("episodes:match"), {"show": "over_limit"})
    assert mine.patient.name in text(refused)


@pytest.mark.parametrize("who", ["pharmacist", "member"])
def test_whoever_reads_no_whole_record_does_not_open_it(who, request, browse):
    assert browse(request.getfixturevalue(who)).get(reverse("episodes:match")).status_code == 403


def test_the_person_page_says_what_does_not_fit_and_nothing_where_it_does(held, gp, browse, patient):
    unfit, fit = held(CHAOTIC, tier=L1), held(STABLE, tier=L1)
    browser = browse(gp)

    assert "which is above" in text(browser.get(reverse("person", args=[unfit.patient_id])))
    shown = text(browser.get(reverse("person", args=[fit.patient_id])))
    assert "Care is stable, since 1 March 2025." in shown
    assert "above" not in shown
