"""Whether somebody's care fits whoever prescribes for them: complexity against tier, caseload against its limit. Pure.

Source: capabilities A4, A6 and A7 (L. Stanway, SMMGP: systems of shared care co-ordination): Level 1 continues stable
people with specialist support; Level 2 has more experience; a GP with a special interest, and the specialist service,
treat those who are harder to manage, and hand back whoever has settled. What counts as long enough settled, and how
many people a GP may hold, are the scheme's numbers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from episodes.complexity import Complexity
from practices.tiers import Tier

MANAGES: dict[str, frozenset[str]] = {
    Tier.LEVEL_1: frozenset({Complexity.STABLE}),
    Tier.LEVEL_2: frozenset({Complexity.STABLE, Complexity.COMPLEX}),
    Tier.GPWSI: frozenset(Complexity),
}


class Where(TextChoices):
    """Where whoever prescribes stands towards the person."""

    OWN_PRACTICE = "own_practice", "At the person’s own practice"
    SERVICE = "service", "At a specialist service"
    ELSEWHERE = "elsewhere", "Elsewhere"


class Verdict(TextChoices):
    """How care and tier go together."""

    ABOVE = "above", "Above the tier"
    COME_DOWN = "come_down", "Could come down to primary care"
    NOT_KNOWN = "not_known", "Tier not known"
    FITS = "fits", "Fits"


@dataclass(frozen=True)
class Facts:
    """What is known on a day of one person's care and of whoever prescribes for them, or co-ordinates if nobody does.

    `settled_before` is the last day on which somebody who is stable may have become so and be settled by now.
    """

    holder: str
    is_gp: bool
    where: str
    tier: str
    complexity: str
    steady_since: date
    settled_before: date

    @property
    def is_settled(self) -> bool:
        return self.complexity == Complexity.STABLE and self.steady_since <= self.settled_before


def settled_before(today: date, weeks: int) -> date:
    """The last day on which care may have become stable and have been so for these weeks by today."""
    return today - timedelta(weeks=weeks)


def judge(facts: Facts) -> Verdict:
    """How the person's care fits whoever prescribes. The specialist service has no tier, and manages everybody."""
    if facts.where == Where.SERVICE:
        return Verdict.COME_DOWN if facts.is_settled else Verdict.FITS
    if not facts.is_gp or not facts.tier:
        return Verdict.NOT_KNOWN
    if facts.complexity not in MANAGES[facts.tier]:
        return Verdict.ABOVE
    if facts.tier == Tier.GPWSI and facts.where == Where.ELSEWHERE and facts.is_settled:
        return Verdict.COME_DOWN
    return Verdict.FITS


def said(facts: Facts) -> str:
    """The verdict as a sentence; nothing where the care fits."""
    verdict = judge(facts)
    care = Complexity(facts.complexity).label.lower()
    if verdict == Verdict.ABOVE:
        return f"Care is {care}, which is above {facts.holder}’s tier, {Tier(facts.tier).label}."
    if verdict == Verdict.COME_DOWN:
        since = f"{facts.steady_since.day} {facts.steady_since:%B %Y}"
        return f"Care has been stable since {since}, and could come down from {facts.holder} to primary care."
    if verdict == Verdict.NOT_KNOWN:
        lacks = "holds no tier" if facts.is_gp else "is not a GP, and holds no tier"
        return f"{facts.holder} {lacks}, so nobody can say whether care that is {care} fits."
    return ""


def limit_for(tier: str, own: int | None, *, level_1: int, level_2: int) -> int | None:
    """How many people a GP may hold: their own limit, or that of their tier in the scheme; None when there is none."""
    return own if own is not None else {Tier.LEVEL_1.value: level_1, Tier.LEVEL_2.value: level_2}.get(tier)


def is_over(people: int, limit: int | None) -> bool:
    """Whether a GP holds more people than they may."""
    return limit is not None and people > limit
