"""Who sees what of a person: the table, and that database and code both keep to it."""

import pytest

from accounts.reach import SEES, Reach, Record
from accounts.roles import Permission, Role, at_organisation, may
from accounts.standing import stand
from audit import wall
from patients.models import Patient, Restriction
from tests import factories
from tests.matrix import make_world

NOBODY = [role for role in Role if SEES[role].reach == Reach.NOBODY]
SEEING = [role for role in Role if SEES[role].reach != Reach.NOBODY]
WHOLE = [role for role in Role if SEES[role].record == Record.WHOLE]


def test_every_role_has_its_line_in_the_table_and_says_why():
    assert set(SEES) == set(Role)
    assert all(sees.why for sees in SEES.values())


def test_the_wall_knows_the_words_of_the_table():
    assert (wall.EVERYBODY, wall.WHOLE) == (Reach.EVERYBODY, Record.WHOLE)


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_do_fits_what_it_sees(role):
    sees = SEES[role]

    assert may(role, Permission.VIEW_PEOPLE) is (sees.reach != Reach.NOBODY)
    assert may(role, Permission.VIEW_WHOLE_RECORD) is (sees.record == Record.WHOLE)
    assert may(role, Permission.VIEW_IDENTITY) is (sees.record in {Record.IDENTITY, Record.WHOLE})
    assert (sees.reach == Reach.LINKED) is (at_organisation(role) and sees.reach != Reach.NOBODY)


@pytest.fixture
def people(scheme, practice):
    """Somebody of their own, somebody of the practice next door, somebody whose link ended, and somebody restricted."""
    world = make_world(scheme, practice)
    neighbours = factories.PracticeFactory()
    found = {
        "own": world.patient,
        "neighbour": factories.PatientFactory(scheme=scheme, practice=neighbours),
        "ended": factories.PatientFactory(scheme=scheme, practice=neighbours),
        "restricted": factories.PatientFactory(scheme=scheme, practice=practice),
    }
    for role in (Role.KEY_WORKER, Role.PHARMACIST, Role.SPECIALIST):
        place = world.cast[role].acting.organisation_id
        link = {"scheme": scheme, "organisation_id": place}
        factories.CareLinkFactory(patient=found["ended"], ends_on="2026-03-15", **link)
        factories.CareLinkFactory(patient=found["restricted"], **link)
    Restriction.objects.create(
        scheme=scheme,
        patient=found["restricted"],
        sensitivity="staff",
        reason="Works at the pharmacy",
        placed_by=world.cast[Role.GOVERNANCE_LEAD],
    )
    for patient in found.values():
        factories.GoalFactory(version=factories.PlanVersionFactory(plan__patient=patient))
    return world, found


REACHED = {
    Reach.NOBODY: set(),
    Reach.LINKED: {"own"},
    Reach.SCHEME: {"own", "neighbour", "ended"},
    Reach.EVERYBODY: {"own", "neighbour", "ended", "restricted"},
}


@pytest.mark.parametrize("role", list(Role))
def test_the_wall_alone_shows_exactly_the_people_within_reach(people, role):
    world, found = people

    with stand(world.cast[role]):
        seen = set(Patient._base_manager.values_list("pk", flat=True))

    assert seen == {found[name].pk for name in REACHED[SEES[role].reach]}


@pytest.mark.parametrize("role", list(Role))
def test_the_door_alone_shows_exactly_the_people_within_reach(people, role):
    world, found = people

    seen = set(Patient.objects.visible_to(world.cast[role]).values_list("pk", flat=True))

    assert seen == {found[name].pk for name in REACHED[SEES[role].reach]}


@pytest.mark.parametrize("role", NOBODY)
def test_whoever_reaches_nobody_finds_every_table_about_people_empty(people, role):
    world, _ = people

    with stand(world.cast[role]):
        full = [m._meta.label for m in wall.personal_models() if m._base_manager.exists()]

    assert full == []


@pytest.mark.parametrize("role", SEEING)
def test_plans_are_for_whoever_reads_the_whole_record(people, role):
    from careplans.models import Goal

    world, _ = people

    with stand(world.cast[role]):
        assert Goal._base_manager.exists() is (role in WHOLE)


def test_a_row_beneath_a_restricted_person_is_hidden_with_them(people):
    from careplans.models import Goal

    world, found = people

    with stand(world.cast[Role.SCHEME_COORDINATOR]):
        assert not Goal._base_manager.filter(version__plan__patient_id=found["restricted"].pk).exists()
        assert Goal._base_manager.count() == 3


def test_a_row_about_somebody_out_of_reach_cannot_be_written(people):
    from django.db import ProgrammingError, transaction

    world, found = people

    with (
        stand(world.cast[Role.KEY_WORKER]),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        factories.OptOutFactory(scheme=world.scheme, patient_id=found["neighbour"].pk)


def test_beyond_reach_only_with_a_reason(people):
    world, found = people

    with stand(world.cast[Role.COMMISSIONER]):
        with wall.widened("counting everybody"):
            assert Patient._base_manager.count() == len(found)
        assert not Patient._base_manager.exists()
        with pytest.raises(ValueError, match="Say why"), wall.widened(""):
            pass


def test_without_a_role_today_there_is_nobody_and_nowhere(patient):
    with stand(factories.UserFactory()):
        assert [m._meta.label for m in wall.walled_models() if m._base_manager.exists()] == []
