"""Who is competent to answer a clinical query: read off recorded evidence on the day, never off a tick. Pure.

Source: capabilities C17 and C18 (L. Stanway, SMMGP: systems of shared care co-ordination, and its appendix): whoever
advises is trained at the level of a GP with a special interest or is a specialist; a co-ordinator who is neither needs
named access to such a clinician, which is what routing is. Evidence that has lapsed does not count, nor does what
somebody put on their own record.
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices

from practices.tiers import Held, Tier, lacking_for


class Ground(TextChoices):
    """On what recorded evidence somebody answers."""

    SPECIALIST = "specialist", "Specialist doctor at the specialist service"
    GPWSI = "gpwsi", "GP with a special interest"


class Lacking(TextChoices):
    """Why somebody may not answer, in words that continue their name."""

    NOT_LISTED = "not_listed", "is not on the scheme’s list of professionals"
    PROFESSION = "profession", "is on the list neither as a specialist doctor nor as a GP"
    NOT_REGISTERED = "not_registered", "has no registration number on record"
    NOT_AT_SERVICE = "not_at_service", "has no post at a specialist service today"
    NO_TIER = "no_tier", "does not hold the tier of a GP with a special interest today"
    TRAINING = "training", "lacks evidence for that tier that is in date and that somebody else recorded"
    NO_POST = "no_post", "has no post in the scheme today"
    NO_ROLE = "no_role", "does not sign in, or holds no role today in which queries are answered"


@dataclass(frozen=True)
class Facts:
    """What is on record of somebody on a day. Only what is in date, and what somebody else than they recorded."""

    is_specialist_doctor: bool = False
    is_gp: bool = False
    is_registered: bool = False
    has_post: bool = False
    works_at_service: bool = False
    tier: str = ""
    held: Held = field(default_factory=lambda: Held(evidence=(), appointed=False))
    has_role: bool = False


@dataclass(frozen=True)
class Verdict:
    """The ground on which somebody may answer, or everything that stands in the way."""

    ground: Ground | None
    lacking: tuple[Lacking, ...] = ()

    @property
    def is_competent(self) -> bool:
        return self.ground is not None

    @property
    def in_words(self) -> str:
        """What is lacking, as the rest of a sentence that begins with the name."""
        return " and ".join(each.label for each in self.lacking)


def assess(facts: Facts | None) -> Verdict:
    """Whether somebody may answer clinical queries; None is somebody who is not on the list of professionals."""
    if facts is None:
        return Verdict(None, (Lacking.NOT_LISTED,))
    if not (facts.is_specialist_doctor or facts.is_gp):
        return Verdict(None, (Lacking.PROFESSION,))
    ground = Ground.SPECIALIST if facts.is_specialist_doctor else Ground.GPWSI
    missing = tuple(_missing(ground, facts))
    return Verdict(None if missing else ground, missing)


def _missing(ground: Ground, facts: Facts) -> list[Lacking]:
    asked = {
        Ground.SPECIALIST: (
            (Lacking.NOT_REGISTERED, facts.is_registered),
            (Lacking.NOT_AT_SERVICE, facts.works_at_service),
            (Lacking.NO_ROLE, facts.has_role),
        ),
        Ground.GPWSI: (
            (Lacking.NO_TIER, facts.tier == Tier.GPWSI),
            (Lacking.TRAINING, not lacking_for(Tier.GPWSI, facts.held)),
            (Lacking.NO_POST, facts.has_post),
            (Lacking.NO_ROLE, facts.has_role),
        ),
    }
    return [lacking for lacking, given in asked[ground] if not given]
