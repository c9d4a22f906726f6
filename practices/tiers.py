"""Tiers of GPs in shared care, and what evidence each asks for.

Source: capabilities A6, E1, E2 (L. Stanway, SMMGP: systems of shared care co-ordination, and its appendix): Level 1
continues stable people with specialist support; Level 2 is equivalent to the national enhanced service; a GP with a
special interest is a commissioned appointment, for which Part 2 is necessary and never sufficient.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices


class Tier(TextChoices):
    """How independently a GP works."""

    LEVEL_1 = "level_1", "Level 1"
    LEVEL_2 = "level_2", "Level 2"
    GPWSI = "gpwsi", "GP with a special interest"


class Evidence(TextChoices):
    """What a professional can show."""

    RCGP_PART_1 = "rcgp_part_1", "RCGP Certificate Part 1"
    RCGP_PART_2 = "rcgp_part_2", "RCGP Certificate Part 2"
    CPD = "cpd", "Continuing professional development"


class Lacking(TextChoices):
    """Why a tier cannot be awarded."""

    PART_1 = "part_1", "RCGP Certificate Part 1 is not on record or has lapsed."
    PART_2_OR_CPD = (
        "part_2_or_cpd",
        "RCGP Certificate Part 2, or continuing professional development, is not on record.",
    )
    PART_2 = "part_2", "RCGP Certificate Part 2 is not on record or has lapsed."
    APPOINTMENT = (
        "appointment",
        "There is no commissioned appointment; Part 2 alone never makes a GP with a special interest.",
    )


@dataclass(frozen=True)
class Held:
    """What a GP holds on the day: evidence in date, and whether a commissioner has appointed them."""

    evidence: Collection[str]
    appointed: bool


def lacking_for(tier: Tier, held: Held) -> list[Lacking]:
    """What stands between this GP and the tier; empty when it may be awarded."""
    lacking = []
    if Evidence.RCGP_PART_1 not in held.evidence:
        lacking.append(Lacking.PART_1)
    if tier == Tier.LEVEL_2 and not {Evidence.RCGP_PART_2, Evidence.CPD} & set(held.evidence):
        lacking.append(Lacking.PART_2_OR_CPD)
    if tier == Tier.GPWSI:
        if Evidence.RCGP_PART_2 not in held.evidence:
            lacking.append(Lacking.PART_2)
        if not held.appointed:
            lacking.append(Lacking.APPOINTMENT)
    return lacking
