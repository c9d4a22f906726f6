"""Who answers for what; where nobody does; how much each carries."""

from datetime import date

import pytest
from django.utils import timezone

from episodes import actions, queries
from tests import factories


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def episode(patient, gp, aspects):
    return actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


def gaps(user):
    return queries.gaps_for(user, queries.GapShow.NOW, timezone.now())


def test_the_gaps_name_the_aspects_in_the_schemes_order(episode, gp, aspects):
    found = gaps(gp)[0]

    assert [line.aspect for line in found.lines] == [
        aspect.name for code, aspect in aspects.items() if code not in ("coordination", "case_management")
    ]


def test_an_aspect_no_longer_in_force_is_no_gap(episode, gp, aspects):
    for code, aspect in aspects.items():
        if code != "coordination":
            aspect.ends_on = date(2026, 3, 15)
            aspect.save()

    assert not gaps(gp)


def test_gaps_are_those_of_people_somebody_may_see(episode, gp, member, coordinator, pharmacist):
    seen = {user.name: len(gaps(user)) for user in (gp, member, coordinator, pharmacist)}

    assert seen == {gp.name: 1, member.name: 0, coordinator.name: 1, pharmacist.name: 0}


def test_whoever_has_most_gaps_comes_first(episode, scheme, practice, gp):
    worse = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))

    assert [each.episode for each in gaps(gp)[:25]] == [worse, episode]


def test_those_near_the_person_are_offered_as_holders_each_once(episode, patient, gp, key_worker, scheme):
    elsewhere = factories.PracticeFactory(name="Far Surgery")
    factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Far", organisation=elsewhere)
    kit = key_worker.professionals.get()
    factories.PostFactory(scheme_id=scheme.pk, professional=kit, organisation_id=patient.practice_id)

    offered = queries.possible_holders(patient, date(2026, 3, 16))

    assert [(name, [post.professional.name for post in posts]) for name, posts in offered] == [
        ("Elm Surgery", ["Dr Greta Ash", "Kit Worker"])
    ]


def test_the_panel_offers_what_the_reader_may_do_and_nothing_to_others(episode, patient, gp, pharmacist):
    now = timezone.now()

    mine = queries.responsibility_panel(queries.open_episode(patient), now, gp)
    theirs = queries.responsibility_panel(queries.open_episode(patient), now, pharmacist)
    plain = queries.responsibility_panel(queries.open_episode(patient), now)

    assert (mine.may_assign, [str(move) for move in mine.moves], mine.nobody) == (True, ["suspend"], 8)
    assert (theirs.may_assign, theirs.moves) == (False, [])
    assert (plain.may_assign, plain.coordinator.holder.name) == (False, "Dr Greta Ash")


def test_somebody_not_in_shared_care_has_an_empty_panel(patient):
    panel = queries.responsibility_panel(queries.open_episode(patient), timezone.now())

    assert (panel.episode, panel.moves, panel.coordinator, panel.nobody) == (None, [], None, 0)


def test_there_is_no_care_coordinator_when_nobody_is_named(patient, aspects):
    assert queries.care_coordinator(factories.EpisodeFactory(patient=patient)) is None
