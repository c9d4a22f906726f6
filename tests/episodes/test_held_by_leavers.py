"""What somebody who has left still answers for is a finding, until it is handed on."""

import pytest

from accounts import actions as accounts
from episodes import queries
from tests import factories


@pytest.fixture
def aspect(scheme):
    return factories.care_aspects(scheme)[0]


@pytest.fixture
def held(gp, patient, practice, aspect):
    episode = factories.EpisodeFactory(patient=patient)
    holder = gp.professionals.get()
    return factories.ResponsibilityFactory(episode=episode, holder=holder, aspect=aspect, organisation=practice)


def test_it_stands_on_the_list_once_the_holder_has_left(held, gp, coordinator, browse, today):
    assert not queries.held_by_leavers(coordinator, today).exists()

    accounts.record_leaver(user=gp, reason="Retired.", by=coordinator)

    assert queries.held_by_leavers(coordinator, today).get() == held
    page = browse(coordinator).get("/episodes/leavers/").content.decode()
    assert "Dr Greta Ash" in page
    assert "responsibility held by somebody who has left" in browse(coordinator).get("/").content.decode()


def test_a_professional_who_never_signed_in_has_not_left(patient, practice, aspect, coordinator, today):
    episode = factories.EpisodeFactory(patient=patient)
    holder = factories.ProfessionalFactory(scheme_id=patient.scheme_id)
    factories.ResponsibilityFactory(episode=episode, holder=holder, aspect=aspect, organisation=practice)

    assert not queries.held_by_leavers(coordinator, today).exists()


def test_another_scheme_sees_none_of_it(held, gp, coordinator, stranger, browse):
    accounts.record_leaver(user=gp, reason="Retired.", by=coordinator)

    assert "Dr Greta Ash" not in browse(stranger).get("/episodes/leavers/").content.decode()
