"""Who may do what with the scheme."""

from datetime import date

from accounts.roles import Role
from schemes import actions
from tests import factories
from tests.matrix import Row

COORDINATOR = {Role.SCHEME_COORDINATOR}
DAY = date(2026, 3, 1)


def live_scheme(world):
    world.scheme.coordinator = world.cast[Role.SCHEME_COORDINATOR]
    world.scheme.save()
    return world.scheme


ROWS = [
    Row(
        actions.edit_scheme,
        COORDINATOR,
        lambda world: {"scheme": world.scheme, "version": world.scheme.version, "locality": "The Wolds"},
    ),
    Row(
        actions.change_status,
        COORDINATOR,
        lambda world: {"scheme": live_scheme(world), "status": "decommissioned", "reason": "Not commissioned again"},
    ),
    Row(
        actions.take_part,
        COORDINATOR,
        lambda world: {"organisation": world.practice, "starts_on": DAY},
        anywhere="an organisation is public reference data, the same for every scheme",
    ),
    Row(
        actions.stop_taking_part,
        COORDINATOR,
        lambda world: {
            "participation": factories.ParticipationFactory(scheme=world.scheme, organisation=world.practice),
            "ends_on": DAY,
            "reason": "Merged",
        },
    ),
    Row(
        actions.begin_special_population,
        COORDINATOR,
        lambda world: {
            "organisation": factories.ParticipationFactory(
                scheme=world.scheme, organisation=world.practice
            ).organisation,
            "population": "people who are homeless",
            "basis": "PMS+",
            "starts_on": DAY,
        },
        anywhere="an organisation is public reference data, the same for every scheme",
    ),
    Row(
        actions.end_special_population,
        COORDINATOR,
        lambda world: {
            "special": factories.SpecialPopulationFactory(scheme=world.scheme, organisation=world.practice),
            "ends_on": DAY,
        },
    ),
    Row(
        actions.invite_colleague,
        {Role.SCHEME_COORDINATOR, Role.SCHEME_ADMINISTRATOR},
        lambda world: {
            "email": "new@example.org",
            "name": "New Colleague",
            "role": Role.COMMISSIONER,
            "starts_on": DAY,
        },
    ),
    Row(actions.adopt_protocol, COORDINATOR, lambda world: {"starts_on": DAY, "source": "Monitoring group"}),
    Row(actions.adopt_agreement_template, COORDINATOR, lambda world: {"starts_on": DAY, "source": "Monitoring group"}),
    Row(actions.add_aspect, COORDINATOR, lambda world: {"name": "Housing", "starts_on": DAY}),
    Row(
        actions.end_aspect,
        COORDINATOR,
        lambda world: {"aspect": factories.care_aspects(world.scheme)[1], "ends_on": DAY},
    ),
]
