"""Whether enough of the stakeholders are in the room; pure.

It counts stakeholder groups, never heads: three GPs are one group (capabilities F2 and section 4, no. 12). Chairing is
a duty and not a group. How many groups are needed is the terms of reference's to say; a third is usual (standards 11).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices


class StakeholderGroup(TextChoices):
    """Who must be represented (standards 11)."""

    CHAIR = "chair", "Chair"
    COMMISSIONER = "commissioner", "Commissioner"
    SPECIALIST_SERVICE = "specialist_service", "Specialist service"
    GP = "gp", "Shared care GPs"
    PRACTICE_TEAM = "practice_team", "Practice nurses and managers"
    PHARMACIST = "pharmacist", "Community pharmacists"
    KEY_WORKER = "key_worker", "Key workers"
    SERVICE_USER = "service_user", "People who use the service, and carers"
    COORDINATOR = "coordinator", "Scheme co-ordinator"


STAKEHOLDERS = tuple(group for group in StakeholderGroup if group is not StakeholderGroup.CHAIR)


class How(TextChoices):
    """How a seat was taken at a meeting."""

    MEMBER = "member", "Member present"
    DEPUTY = "deputy", "Deputy present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent without apologies"


PRESENT = frozenset({How.MEMBER, How.DEPUTY})


@dataclass(frozen=True)
class Rule:
    """What the terms of reference ask for."""

    least_groups: int
    chair_needed: bool

    @property
    def words(self) -> str:
        groups = f"At least {self.least_groups} of the {len(STAKEHOLDERS)} stakeholder groups must be present"
        return f"{groups}, and the chair or the deputy chair." if self.chair_needed else f"{groups}."


@dataclass(frozen=True)
class Verdict:
    """Whether the meeting has a quorum, which groups are there, and what is lacking, in words."""

    quorate: bool
    groups: tuple[StakeholderGroup, ...]
    lacking: tuple[str, ...]

    @property
    def words(self) -> str:
        count = len(self.groups)
        there = f"{count} stakeholder {'group is' if count == 1 else 'groups are'} present"
        if self.quorate:
            return f"There is a quorum: {there}."
        return f"There is no quorum: {there}. {' '.join(self.lacking)}"


def assess(rule: Rule, attended: Iterable[tuple[str, str]]) -> Verdict:
    """The verdict on who attended, given as (stakeholder group, how)."""
    present: Collection[str] = {group for group, how in attended if how in PRESENT}
    groups = tuple(group for group in STAKEHOLDERS if group in present)
    lacking = []
    if len(groups) < rule.least_groups:
        missing = rule.least_groups - len(groups)
        lacking.append(f"{missing} more stakeholder {'group is' if missing == 1 else 'groups are'} needed.")
    if rule.chair_needed and StakeholderGroup.CHAIR not in present:
        lacking.append("The chair or the deputy chair is needed.")
    return Verdict(not lacking, groups, tuple(lacking))
