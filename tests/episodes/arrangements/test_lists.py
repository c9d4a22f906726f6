"""Everybody by kind: the statement behind the lists says what the rule says, and counts keep the kinds apart."""

from datetime import date
from itertools import product

import pytest

from episodes import actions, queries
from episodes.classification import (
    ArrangementType,
    Notes,
    OnePlan,
    OwnGp,
    Psychosocial,
    Responsible,
    Setting,
    own_gp_finding,
    type_of,
)
from episodes.models import Arrangement, Episode
from patients.models import Patient
from tests import factories
from tests.episodes.arrangements.conftest import BEGUN


@pytest.fixture
def everything(scheme, practice, oak, coordinator):
    """Somebody for every combination of facts there is, at a plain practice and at one for a particular group."""
    special = factories.PracticeFactory(name="Shelter Surgery")
    factories.SpecialPopulationFactory(scheme=scheme, organisation=special)
    dr_oak = oak.posts.get().professional
    patients, episodes, made = [], [], []
    for home, setting, place, support, plan, notes, responsible in product(
        (practice, special), Setting, ("none", "own", "other"), Psychosocial, OnePlan, Notes, Responsible
    ):
        patient = factories.PatientFactory.build(scheme=scheme, practice_id=home.pk, nhs_number=None)
        episode = factories.EpisodeFactory.build(scheme=scheme, patient=patient, started_by=coordinator)
        arrangement = factories.ArrangementFactory.build(
            scheme=scheme, patient=patient, episode=episode, recorded_by=coordinator, setting=setting, support=support,
            support_by_id=oak.pk if support == Psychosocial.GIVEN else None, one_plan=plan, notes=notes,
            prescribed_at_id={"none": None, "own": home.pk, "other": oak.pk}[place], responsible=responsible,
            responsible_other=dr_oak if responsible == Responsible.OTHER else None,
        )  # fmt: skip
        patients.append(patient)
        episodes.append(episode)
        made.append(arrangement)
    Patient.objects.bulk_create(patients)
    Episode.objects.bulk_create(episodes)
    Arrangement.objects.bulk_create(made)
    return {each.episode_id: (each, each.patient.practice_id, each.patient.practice_id == special.pk) for each in made}


def test_the_statement_says_of_every_combination_of_facts_what_the_rule_says(everything, today):
    expected = {
        key: type_of(queries.arrangement_facts(arrangement, registered_at=home, special=special)).value
        for key, (arrangement, home, special) in everything.items()
    }

    assert len(expected) == 2 * 5 * 3 * 81
    assert queries.types_on(today) == expected
    assert set(expected.values()) == set(ArrangementType.values)


@pytest.mark.parametrize("told_on", [None, date(2026, 3, 16), date(2025, 12, 15), date(2025, 12, 14)])
@pytest.mark.parametrize("elsewhere", [True, False])
def test_the_list_asks_the_database_for_own_gps_what_the_rule_says(
    episode, oak, coordinator, today, told_on, elsewhere
):
    factories.ArrangementFactory(episode=episode, **({"prescribed_at": oak} if elsewhere else {}))
    if told_on:
        factories.ToldOwnGpFactory(episode=episode, told_on=told_on)
    kind = queries.types_on(today)[episode.pk]
    expected = own_gp_finding(kind, told_on=told_on, today=today, within_weeks=13)

    shown = [each for each in OwnGp if queries.arrangements(coordinator, today, own_gp=each).exists()]

    assert shown == ([expected] if expected else [])
    assert queries.own_gp_findings(coordinator, today).exists() == bool(expected)
    line = queries.arrangement_lines(queries.arrangements(coordinator, today), episode.scheme_id, today)[0]
    assert (line.own_gp, line.type) == (expected, kind)


def test_a_withdrawn_record_and_what_is_corrected_count_for_nothing(episode, shared, elsewhere, gp, today):
    wrong = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **elsewhere)
    actions.correct_arrangement(arrangement=wrong, reason="It was our own GP", by=gp, **shared)

    assert queries.types_on(today) == {episode.pk: "shared_care"}
    assert Arrangement.objects.standing().count() == 1


def test_counts_keep_the_kinds_apart_and_each_is_of_its_list(
    episode, shared, scheme, practice, gp, coordinator, pharmacist, today
):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    other = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
    far = factories.PracticeFactory(name="Far Surgery")
    factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=far))

    def counted(user, **narrowed):
        return {c.type.value: c.people for c in queries.caseload_by_type(user, today, **narrowed) if c.people}

    assert counted(coordinator) == {"shared_care": 1, "not_known": 2}
    assert counted(coordinator, practice_id=far.pk) == {"not_known": 1}
    assert counted(gp) == {"shared_care": 1, "not_known": 1}
    assert counted(pharmacist) == {}
    assert list(queries.arrangements(gp, today, arrangement_type="not_known")) == [other]
    assert [each.type for each in queries.caseload_by_type(gp, today)] == list(ArrangementType)


def test_people_on_a_pathway_are_found(episode, shared, service, gp, today):
    actions.record_arrangement(
        episode=episode, starts_on=BEGUN, by=gp, pathway="criminal_justice", led_by=service, **shared
    )

    assert list(queries.arrangements(gp, today, pathway="criminal_justice")) == [episode]
    assert not queries.arrangements(gp, today, pathway="outreach").exists()


def test_the_panel_of_one_person_is_one_statement(episode, shared, gp, patient, today, django_assert_num_queries):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)

    with django_assert_num_queries(1):
        panel = queries.arrangement_panel(episode, today, may_record=True)
        assert (panel.notes_at, panel.responsible) == ("Elm Surgery", "Dr Greta Ash, the prescriber")
        assert (panel.kind, panel.arrangement.support_by.name) == ("", "Bridge Service")


def test_the_panel_names_who_holds_the_notes_and_who_is_responsible_as_far_as_it_is_known(episode, patient, oak, today):
    def panel():
        return queries.arrangement_panel(episode, today, may_record=False)

    assert (panel().notes_at, panel().responsible, panel().type) == ("Not known", "Not known", "not_known")
    made = factories.ArrangementFactory(episode=episode, notes="elsewhere")
    assert (panel().notes_at, panel().responsible) == ("Elsewhere", "The prescriber")
    dr_oak = oak.posts.get().professional
    Arrangement.objects.filter(pk=made.pk).update(notes_held_by=oak, responsible="other", responsible_other=dr_oak)
    assert (panel().notes_at, panel().responsible) == ("Oak Surgery", "Dr Oak")
