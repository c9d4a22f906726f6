"""Who may do what with somebody's shared care."""

from datetime import date, timedelta

from django.utils import timezone

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


def to_correct(world: World) -> dict:
    moment = timezone.now() - timedelta(days=5)
    return {**to_assign(world), "from_moment": moment, "reason": "Found in the letters"}


def to_offer(world: World) -> dict:
    """Between two people who do not sign in, so that whoever may name holders acts for both."""
    given = to_assign(world)
    factories.ResponsibilityFactory(
        episode=given["episode"], aspect=given["aspect"], holder=gp_at(world), organisation=world.practice
    )
    terms = {"expires_at": timezone.now() + timedelta(days=7)}
    return {"episode": given["episode"], "aspect": given["aspect"], "receiver": given["holder"], **terms}


def to_answer(world: World) -> dict:
    given = to_offer(world)
    holding = given["episode"].responsibilities.get()
    made = factories.HandoverFactory(**given, giver=holding.holder, organisation=world.practice)
    return {"handover": made}


HERE = {Role.SCHEME_COORDINATOR, Role.PRESCRIBER, Role.PRACTICE_STAFF}


ROWS = [
    Row(
        actions.record_absence,
        HERE,
        lambda world: {"professional": gp_at(world), "starts_on": date(2026, 3, 23), "ends_on": date(2026, 3, 27)},
    ),
    Row(
        actions.cancel_absence,
        HERE,
        lambda world: {"absence": factories.AbsenceFactory(scheme=world.scheme, professional=gp_at(world))},
    ),
    Row(actions.offer_handover, CARE, to_offer),
    Row(actions.accept_handover, CARE, lambda world: {**to_answer(world), "told_how": "By telephone"}),
    Row(
        actions.decline_handover,
        CARE,
        lambda world: {**to_answer(world), "told_how": "By telephone", "reason": "Too far to travel"},
    ),
    Row(actions.recall_handover, CARE, to_answer),
    Row(actions.start_episode, CARE, to_start),
    Row(actions.correct_responsibility, CARE, to_correct),
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
