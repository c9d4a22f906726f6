"""Whom a way of finding people leaves out, said in words. Pure.

A kind of people counts as left out when its share of the cohort is under four fifths of its share of the register (the
four-fifths rule of thumb of disparate impact; our choice, no source sets it for recall), from ten people on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LEFT_OUT_BELOW = Fraction(4, 5)
ENOUGH = 10
NOT_ON_RECORD = ("ethnicity", "deprivation")


@dataclass(frozen=True)
class Group:
    """One kind of people: how many of them are in the cohort, and on the register; and the same of everybody."""

    aspect: str
    label: str
    inside: int
    register: int
    all_inside: int
    all_register: int

    @property
    def share_inside(self) -> Fraction:
        return Fraction(self.inside, self.all_inside) if self.all_inside else Fraction(0)

    @property
    def share_register(self) -> Fraction:
        return Fraction(self.register, self.all_register) if self.all_register else Fraction(0)

    @property
    def is_left_out(self) -> bool:
        """Whether the cohort has clearly fewer of these people than the register."""
        if self.register < ENOUGH or not self.all_inside:
            return False
        return self.share_inside < LEFT_OUT_BELOW * self.share_register


def findings(groups: Sequence[Group]) -> list[str]:
    """A sentence for each kind of people that is left out, and one for what cannot be said."""
    told = [
        f"{group.aspect}, {group.label.lower()}: {_percent(group.share_inside)} of the cohort, but "
        f"{_percent(group.share_register)} of the register."
        for group in groups
        if group.is_left_out
    ]
    unknown = " and ".join(NOT_ON_RECORD)
    return [*told, f"Nothing can be said of {unknown}: they are not on record here."]


def _percent(share: Fraction) -> str:
    return f"{round(100 * share)}%"
