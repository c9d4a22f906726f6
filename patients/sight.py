"""Whether somebody standing in a role sees one person, and on what ground: `visible_to` said of one person, in words.

Used to tell who can see a person now, and under what right somebody looked at a moment; a test holds it to the door.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextChoices

from accounts.reach import SEES, Reach
from accounts.roles import Permission, may


class Ground(TextChoices):
    """What lets somebody see a person, as staff read it."""

    REGISTERED = "registered", "The person is registered at this practice"
    LINKED = "linked", "This place takes part in the person’s care"
    OPENED = "opened", "Opened the record in an emergency"
    SCHEME = "scheme", "Answers for everyone in the scheme"


# The same to the person themselves; reading age 9 to 11.
TO_THE_PERSON = {
    Ground.REGISTERED: "This is your GP practice.",
    Ground.LINKED: "This place helps to look after you.",
    Ground.OPENED: "They opened your record in an emergency and had to say why.",
    Ground.SCHEME: "They work for the whole scheme and can see everyone in it.",
}
NOT_KNOWN_NOW = "Your practice or your team may have changed since then. Ask us if you want to know more."


@dataclass(frozen=True)
class Standing:
    """Somebody in one role at one place."""

    user_id: UUID
    role: str
    organisation_id: UUID | None


@dataclass(frozen=True)
class Ties:
    """Who has to do with one person at one moment."""

    practice_id: UUID
    linked: frozenset[UUID] = field(default_factory=frozenset)
    restricted: bool = False
    named: frozenset[UUID] = field(default_factory=frozenset)
    concerned: frozenset[UUID] = field(
        default_factory=frozenset
    )  # users whom a restriction keeps out, being about them
    opened: frozenset[Standing] = field(default_factory=frozenset)  # in an emergency, each in one role at one place


def ground(standing: Standing, ties: Ties) -> Ground | None:
    """On what ground somebody sees the person; None when they do not."""
    reach = SEES[standing.role].reach
    if not may(standing.role, Permission.VIEW_PEOPLE) or reach == Reach.NOBODY:
        return None
    if standing.user_id in ties.concerned:
        return None
    if reach == Reach.EVERYBODY:
        return Ground.SCHEME
    if ties.restricted and standing.user_id not in ties.named:
        return None
    return Ground.SCHEME if reach == Reach.SCHEME else _tie(standing, ties)


def _tie(standing: Standing, ties: Ties) -> Ground | None:
    if standing.organisation_id == ties.practice_id:
        return Ground.REGISTERED
    if standing.organisation_id in ties.linked:
        return Ground.LINKED
    return Ground.OPENED if standing in ties.opened else None
