"""Who may do what with somebody's shared care."""

from datetime import date

from accounts.roles import Role
from episodes import actions
from episodes.lifecycle import Move
from episodes.models import Complexity
from tests import factories
from tests.matrix import Row, World

CARE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF, Role.KEY_WORKER, Role.SPECIALIST}
ENDING = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.SPECIALIST}


def gp_at(world: World):
    return factories.ProfessionalFactory(scheme_id=world.scheme.pk, organisation=world.practice)


def to_start(world: World) -> dict:
    factories.care_aspects(world.scheme)
    gp_at(world)
    return {"patient": world.patient, "started_on": date(2026, 3, 2), "complexity": Complexity.STABLE}


def to_assign(world: World) -> dict:
    return {
        "episode": factories.EpisodeFactory(patient=world.patient),
        "aspect": factories.care_aspects(world.scheme)[0],
        "holder": gp_at(world),
    }


ROWS = [
    Row(actions.start_episode, CARE, to_start),
    Row(actions.assign_responsibility, CARE, to_assign),
    Row(
        actions.move_episode,
        ENDING,
        lambda world: {
            "episode": factories.EpisodeFactory(patient=world.patient),
            "move": Move.SUSPEND,
            "reason": "In hospital",
        },
    ),
]
