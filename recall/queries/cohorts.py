"""What the pages of cohorts show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from patients.models import Sex
from recall.cohorts import BY_SCORE, lacking
from recall.equity import Group, findings
from recall.lifecycle import Standing
from recall.models import Cohort, CohortFileRow, CohortMember
from recall.queries import finding


@dataclass(frozen=True)
class Record:
    """What there is to say of a cohort: who stands where, which rows put nobody in, and what is still missing."""

    standings: list[tuple[str, str, int]]
    troubles: int
    missing: list[str]
    waits_for_file: bool

    @property
    def accepted(self) -> int:
        return sum(count for value, _, count in self.standings if value == Standing.ACCEPTED)


def cohort_list(user: Any) -> QuerySet[Cohort]:
    """The cohorts this person may see, newest first, each with how many people are accepted and proposed."""
    found: QuerySet[Cohort] = Cohort.objects.visible_to(user).annotate(
        accepted=Count("members", filter=Q(members__standing=Standing.ACCEPTED)),
        proposed=Count("members", filter=Q(members__standing=Standing.PROPOSED)),
    )
    return found.order_by("-made_at", "pk")


def cohort_record(cohort: Cohort, today: date) -> Record:
    """The counts of one cohort, in two statements."""
    counted = cohort.members.values_list("standing").annotate(n=Count("pk")).order_by()
    counts: dict[str, int] = {str(standing): n for standing, n in counted}
    troubles = cohort.file_rows.count()
    return Record(
        standings=[(s.value, s.label, counts[s]) for s in Standing if counts.get(s)],
        troubles=troubles,
        missing=lacking(cohort.method, cohort.clearance, today),
        waits_for_file=cohort.method in BY_SCORE and not counts and not troubles,
    )


def cohort_members(cohort: Cohort, standing: str = "") -> QuerySet[CohortMember]:
    """The people of a cohort, or those of one standing."""
    found: QuerySet[CohortMember] = CohortMember.objects.filter(cohort=cohort)
    if standing:
        found = found.filter(standing=standing)
    return found.select_related("patient__practice", "decided_by", "added_by")


def rows_not_taken(cohort: Cohort) -> QuerySet[CohortFileRow]:
    """The rows of the cohort's file that put nobody in, in the order of the file."""
    found: QuerySet[CohortFileRow] = CohortFileRow.objects.filter(cohort=cohort)
    return found.order_by("line", "pk")


@dataclass(frozen=True)
class Equity:
    """The cohort beside the register, by kind of people, and in words whom the method leaves out."""

    groups: list[Group]
    sentences: list[str]


def equity(cohort: Cohort, today: date) -> Equity:
    """The comparison of one cohort with the people on the register now; one statement."""
    found = finding.shares(cohort, today)
    by_age = [share for share in found if share.aspect == "Age"]
    inside, register = sum(s.inside for s in by_age), sum(s.register for s in by_age)
    groups = [
        Group(s.aspect, Sex(s.value).label if s.aspect == "Sex" else s.value, s.inside, s.register, inside, register)
        for s in found
    ]
    return Equity(groups, findings(groups))
