"""What the permission matrix is made of: a row an action, and the world the action is tried in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.roles import Role
from tests import factories


@dataclass
class World:
    """One scheme with one person in its care, and somebody in every role who has to do with them."""

    scheme: Any
    practice: Any
    patient: Any
    cast: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """An action, the roles that may do it, and its other arguments, made from the world.

    `given` is called afresh for each role, and what it did is undone, so that each try starts from the same state.
    `anywhere` says why somebody of another place is not refused outright, where they are not.
    """

    action: Callable[..., Any]
    allowed: frozenset[str] | set[str]
    given: Callable[[World], dict[str, Any]]
    anywhere: str = ""

    @property
    def name(self) -> str:
        return f"{self.action.__module__}.{self.action.__name__}"


def make_world(scheme: Any, practice: Any) -> World:
    """The world of one try: the patient is registered at the practice and linked to every other organisation."""
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    places = {
        Role.PRESCRIBER: practice,
        Role.PRACTICE_STAFF: practice,
        Role.KEY_WORKER: factories.OrganisationFactory(kind="specialist_service"),
        Role.PHARMACIST: factories.OrganisationFactory(kind="pharmacy"),
        Role.SPECIALIST: factories.OrganisationFactory(kind="specialist_service"),
        Role.PRACTICE_REPRESENTATIVE: practice,
    }
    for organisation in {place for place in places.values() if place.pk != practice.pk}:
        factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=organisation)
    cast = {role: factories.sign_in(role, scheme, places.get(role), name=role.label) for role in Role}
    return World(scheme=scheme, practice=practice, patient=patient, cast=cast)
