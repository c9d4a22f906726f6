"""In what order the things that wait are met: one table, each rank with its reason. Facts in, order out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Risk(IntEnum):
    """What may come of waiting, worst first."""

    ALERT = 0
    EMERGENCY = 1
    NOBODY = 2
    OVERDUE = 3
    UNREACHED = 4
    UNDECIDED = 5
    COMING = 6
    STANDING = 7
    GOVERNANCE = 8


@dataclass(frozen=True)
class Rank:
    """How a rank is headed on the page, why it stands where it stands, and how loudly it is shown."""

    heading: str
    reason: str
    kind: str


RANKS = {
    Risk.ALERT: Rank(
        "Somebody must act now",
        "Before everything else: somebody may be without their medicine, and it is passed on until a person has it.",
        "urgent",
    ),
    Risk.EMERGENCY: Rank(
        "Opened in an emergency",
        "Somebody needed a record they do not otherwise see. Until you look, nobody knows whether that was right.",
        "urgent",
    ),
    Risk.NOBODY: Rank(
        "Nobody is responsible",
        "First, because whatever else goes wrong for these people, nobody is there to notice.",
        "urgent",
    ),
    Risk.OVERDUE: Rank(
        "Late",
        "The day has passed. Treatment goes on unreviewed until somebody acts.",
        "urgent",
    ),
    Risk.UNREACHED: Rank(
        "Not reached",
        "These people were meant to hear from us and may not have. Silence is not an answer.",
        "warning",
    ),
    Risk.UNDECIDED: Rank(
        "Waiting for a decision",
        "Work that stands still until somebody says yes or no.",
        "warning",
    ),
    Risk.COMING: Rank(
        "Coming up",
        "Nothing is wrong yet. Done in time, none of these becomes late.",
        "",
    ),
    Risk.STANDING: Rank(
        "Practices and training",
        "A lapse here leaves people without a GP who may treat them, weeks from now.",
        "",
    ),
    Risk.GOVERNANCE: Rank(
        "The monitoring group",
        "What the group promised, and what it needs to be able to decide.",
        "",
    ),
}


@dataclass(frozen=True)
class Line:
    """One thing that waits: how many, what they are in words, and the page that lists exactly these."""

    title: str
    count: int
    url: str
    risk: Risk
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """The lines of one rank that have something in them."""

    rank: Rank
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)


@dataclass(frozen=True)
class Day:
    """A person's day: what waits, worst first, and what was looked at and found empty."""

    groups: tuple[Group, ...]
    quiet: tuple[Line, ...]

    @property
    def pressing(self) -> tuple[Group, ...]:
        """What is wrong already, or stands still: each across the whole page."""
        return tuple(group for group in self.groups if group.rank.kind)

    @property
    def later(self) -> tuple[Group, ...]:
        """What will only become wrong: side by side beneath."""
        return tuple(group for group in self.groups if not group.rank.kind)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self.groups


def arrange(lines: Iterable[Line]) -> Day:
    """Order by risk, keeping the order given within a rank; what counts nought is named quietly, once."""
    found = list(lines)
    groups = [
        Group(rank, waiting)
        for risk, rank in sorted(RANKS.items())
        if (waiting := tuple(line for line in found if line.risk is risk and line.count))
    ]
    return Day(tuple(groups), tuple(line for line in found if not line.count))
