"""Which looks stand out and ask for a reason: plain signs over counted facts. A sign accuses nobody.

From the threat of browsing by insiders (reliability T7, T9): looks at one's own name, one's own address, a colleague,
somebody far from one's caseload, at very many people in an hour, or again and again without anything being done.
"""

import re
from dataclasses import dataclass, field

from django.db.models import TextChoices

TITLE = re.compile(r"^(dr|mr|mrs|ms|miss|mx|prof|professor|sir)\.?\s+", re.IGNORECASE)
DAYS = 28  # looks older than this are on record still, and no longer ask for a reason


class Sign(TextChoices):
    """What stood out, in words."""

    OWN_NAME = "own_name", "Same family name"
    OWN_ADDRESS = "own_address", "Same home postcode"
    COLLEAGUE = "colleague", "A colleague"
    FAR = "far", "Far from their caseload"
    AGAIN = "again", "Again and again, with nothing done"
    MANY = "many", "Very many people in an hour"


class Outcome(TextChoices):
    """What the information-governance lead made of it."""

    EXPECTED = "expected", "Expected: part of the work"
    FOLLOW_UP = "follow_up", "To be followed up"


@dataclass(frozen=True)
class Limits:
    """The scheme's own numbers."""

    people_an_hour: int = 100
    looks_without_a_deed: int = 10


@dataclass(frozen=True)
class PairFacts:
    """What one user's looks at one person were, since they were last reviewed."""

    looker: str
    given_name: str
    family_name: str
    looks: int
    same_household: bool = False
    restricted_as_staff: bool = False
    colleagues: frozenset[str] = field(default_factory=frozenset)  # by `plain_name`, at the looker's own places
    tied: bool = True  # at each look the place was the person's practice, or took part in their care
    whole_scheme: bool = False  # the role is held at the scheme
    within_the_scheme: bool = True  # the person's practice takes part, or somebody is linked to them
    handed_over: bool = False  # a place of theirs began or ended taking part within a week of a look
    deeds: int = 0


def plain_name(name: str) -> str:
    """A name as it is compared: no title, no capitals, single spaces."""
    return " ".join(TITLE.sub("", name.strip()).casefold().split())


def signs(facts: PairFacts, limits: Limits) -> list[Sign]:
    """Every sign that the facts show, in the order in which they are told."""
    person = plain_name(f"{facts.given_name} {facts.family_name}")
    family = facts.family_name.casefold().strip()
    shown = {
        Sign.OWN_NAME: bool(family) and plain_name(facts.looker).endswith(f" {family}"),
        Sign.OWN_ADDRESS: facts.same_household,
        Sign.COLLEAGUE: facts.restricted_as_staff or person in facts.colleagues - {plain_name(facts.looker)},
        Sign.FAR: _is_far(facts),
        Sign.AGAIN: facts.looks >= limits.looks_without_a_deed and not facts.deeds and not facts.handed_over,
    }
    return [sign for sign, is_shown in shown.items() if is_shown]


def _is_far(facts: PairFacts) -> bool:
    """Somebody with whom the looker's place had nothing to do. Just before or after a hand-over that is usual."""
    if facts.deeds or facts.handed_over:
        return False
    return not facts.within_the_scheme if facts.whole_scheme else not facts.tied


def many(people: int, limits: Limits) -> bool:
    """Whether so many people seen within one hour of the clock ask for a reason."""
    return people >= limits.people_an_hour
