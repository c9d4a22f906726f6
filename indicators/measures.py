"""What each measure counts, in words and as predicates over one frozen row of facts; pure.

Every row of facts comes to exactly one standing under a measure: met, not met, excluded with a reason, or incomplete
with a reason, so that the four always add up to everybody. Standards are local: no national rule sets them
(standards 11), and each measure names where its idea comes from.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import TextChoices

from episodes.classification import ArrangementType

SETTLING_IN_DAYS = 28


class Unit(TextChoices):
    """What a measure counts."""

    PEOPLE = "people", "people"
    PRACTICES = "practices", "practices"


class Outcome(TextChoices):
    """How one person, or one practice, stands under a measure."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    EXCLUDED = "excluded", "Excluded"
    INCOMPLETE = "incomplete", "Incomplete"


class Number(TextChoices):
    """A number that can be opened, and by which name."""

    NUMERATOR = "numerator", "In the numerator"
    SHORTFALL = "shortfall", "In the denominator, not in the numerator"
    DENOMINATOR = "denominator", "In the denominator"
    EXCLUDED = "excluded", "Excluded"
    INCOMPLETE = "incomplete", "Incomplete"


MADE_OF: dict[str, frozenset[Outcome]] = {
    Number.NUMERATOR: frozenset({Outcome.MET}),
    Number.SHORTFALL: frozenset({Outcome.NOT_MET}),
    Number.DENOMINATOR: frozenset({Outcome.MET, Outcome.NOT_MET}),
    Number.EXCLUDED: frozenset({Outcome.EXCLUDED}),
    Number.INCOMPLETE: frozenset({Outcome.INCOMPLETE}),
}


class Reason(TextChoices):
    """Why somebody is not counted."""

    ENDED = "ended", "Shared care ended before the period did"
    STARTED = "started", "Shared care started during the period"
    NOT_DUE = "not_due", "No review fell due in the period"
    OVERDUE_BEFORE = "overdue_before", "Already overdue when the period began (counted by R3)"
    SETTLING_IN = "settling_in", "In shared care for less than four weeks"
    OTHER_COMPLEXITY = "other_complexity", "Of another complexity"
    OTHER_TYPE = "other_type", "Cared for in another kind of arrangement"
    TYPE_NOT_KNOWN = "type_not_known", "How care is arranged is not known"
    NO_DUE_DATE = "no_due_date", "No review date is known for the day"
    NO_GP_REVIEW = "no_gp_review", "No GP reviewed them in the period"
    NO_USUAL_GP = "no_usual_gp", "No usual GP was on record on the day of the review"
    NO_ASPECTS = "no_aspects", "The scheme had no list of aspects on the day"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is known of one plan for one period, as at the period's last day.

    `due_on` is the review date that stood when the period began, `due_after` the one that stood when it ended,
    `reviewed_on` the first review in it. `reviewing_gp` is whoever did the last review in it that a GP did, `usual_gp`
    the person's usual GP on the day of that review.
    """

    plan_id: UUID
    patient_id: UUID
    practice_id: UUID
    complexity: str
    started_on: date
    ended_on: date | None
    due_on: date | None
    reviewed_on: date | None
    due_after: date | None
    agreed_in_own_words: bool
    aspects: int
    aspects_held: int
    reviewing_gp: UUID | None
    usual_gp: UUID | None
    period_start: date
    period_end: date
    arrangement_type: str

    @property
    def open_at_end(self) -> bool:
        return self.ended_on is None or self.ended_on > self.period_end

    @property
    def days_in_care(self) -> int:
        return (self.period_end - self.started_on).days


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What is known of one practice taking part on the period's last day."""

    practice_id: UUID
    name: str
    gps_in_tier: int


Predicate = Callable[[Any], bool]


@dataclass(frozen=True)
class Measure:
    """A measure: its words, and the rule as predicates over facts. Without a denominator it is a plain number."""

    code: str
    title: str
    numerator: str
    denominator: str
    excluded: str
    incomplete: str
    source: str
    met: Predicate
    excludes: Mapping[Reason, Predicate]
    lacks: Mapping[Reason, Predicate]
    standard: Decimal | None = None
    higher_is_better: bool = True
    unit: Unit = Unit.PEOPLE

    @property
    def is_share(self) -> bool:
        return bool(self.denominator)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How one row of facts stands under a measure, with the reason when it is not counted.

    There is one of each, from `standing`, so that thousands are compared and counted by identity.
    """

    outcome: Outcome
    reason: Reason | None = None


@cache
def standing(outcome: Outcome, reason: Reason | None = None) -> Standing:
    """The one standing with this outcome and reason."""
    return Standing(outcome, reason)


MET, NOT_MET = standing(Outcome.MET), standing(Outcome.NOT_MET)


def assess(measure: Measure, facts: Any) -> Standing:
    """Excluded before incomplete before met: the first that applies."""
    for reason, applies in measure.excludes.items():
        if applies(facts):
            return standing(Outcome.EXCLUDED, reason)
    for reason, applies in measure.lacks.items():
        if applies(facts):
            return standing(Outcome.INCOMPLETE, reason)
    return MET if measure.met(facts) else NOT_MET


@dataclass(frozen=True)
class Result:
    """True numbers of one measure for one practice, or overall when there is no practice."""

    measure: Measure
    practice_id: UUID | None
    practice: str
    period_start: date
    period_end: date
    numerator: int
    denominator: int | None
    excluded: int
    incomplete: int
    reasons: tuple[tuple[Outcome, Reason, int], ...] = ()


def tally(measure: Measure, facts: Iterable[Any]) -> dict[Standing, int]:
    """How many stand how under the measure."""
    return Counter(assess(measure, each) for each in facts)


def result(
    measure: Measure,
    counts: Mapping[Standing, int],
    *,
    practice_id: UUID | None,
    practice: str,
    days: tuple[date, date],
) -> Result:
    """The result that these counts come to."""

    def of(outcome: Outcome) -> int:
        return sum(count for each, count in counts.items() if each.outcome is outcome)

    return Result(
        measure=measure,
        practice_id=practice_id,
        practice=practice,
        period_start=days[0],
        period_end=days[1],
        numerator=of(Outcome.MET),
        denominator=of(Outcome.MET) + of(Outcome.NOT_MET) if measure.is_share else None,
        excluded=of(Outcome.EXCLUDED),
        incomplete=of(Outcome.INCOMPLETE),
        reasons=tuple(
            (outcome, reason, counts[standing(outcome, reason)])
            for outcome, listed in ((Outcome.EXCLUDED, measure.excludes), (Outcome.INCOMPLETE, measure.lacks))
            for reason in listed
            if standing(outcome, reason) in counts
        ),
    )


def _not_open_at_end(f: PlanFacts) -> bool:
    return not f.open_at_end


def _due_or_done_early(f: PlanFacts) -> bool:
    """A review belongs to the period in which it fell due, or in which it was done ahead of its day."""
    return (f.due_on is not None and f.due_on <= f.period_end) or f.reviewed_on is not None


def _numbers(code: str, complexity: str, words: str) -> Measure:
    """How many people of one complexity are in shared care on the last day."""
    return Measure(
        code=code,
        title=f"People in shared care: {words}",
        numerator=f"People in shared care on the period's last day whose care is {words}.",
        denominator="",
        excluded="People whose shared care had ended by then, and people of another complexity.",
        incomplete="Nobody: complexity is always recorded.",
        source="Complexity as in capabilities A7 (L. Stanway, SMMGP).",
        met=lambda f: True,
        excludes={Reason.ENDED: _not_open_at_end, Reason.OTHER_COMPLEXITY: lambda f: f.complexity != complexity},
        lacks={},
    )


def _of_type(code: str, kind: ArrangementType) -> Measure:
    """How many people are in treatment in one kind of arrangement on the last day (A4)."""
    return Measure(
        code=code,
        title=f"People in treatment: {kind.label}",
        numerator=f"People in an open episode on the period's last day whose care was arranged as: {kind.label}.",
        denominator="",
        excluded="People whose episode had ended by then, and people in another kind of arrangement.",
        incomplete="People of whom it was not known on the last day how their care is arranged.",
        source="Capabilities A3, A4, A5 and A14 (L. Stanway, SMMGP). Each kind is counted by itself.",
        met=lambda f: True,
        excludes={
            Reason.ENDED: _not_open_at_end,
            Reason.OTHER_TYPE: lambda f: f.arrangement_type not in (kind, ArrangementType.NOT_KNOWN),
        },
        lacks={Reason.TYPE_NOT_KNOWN: lambda f: f.arrangement_type == ArrangementType.NOT_KNOWN},
    )


KNOWN_TYPES = tuple(kind for kind in ArrangementType if kind != ArrangementType.NOT_KNOWN)

MEASURES: tuple[Measure, ...] = (
    Measure(
        code="R1",
        title="Reviewed within the interval",
        numerator="Those whose review was done in the period, on the day it fell due or before.",
        denominator="People in shared care all through the period whose review fell due in it or was done early in it.",
        excluded=(
            "People whose shared care started or ended in the period, people whose review did not fall due in it, and "
            "people who were already overdue when it began: each review date counts once, and R3 counts the backlog."
        ),
        incomplete="People for whom no review date is known on the day the period began.",
        source="Capabilities L1 and L2 (RCGP and C4CC toolkit); standards 11, no. 1. The interval is the scheme's.",
        standard=Decimal("0.90"),
        met=lambda f: f.reviewed_on is not None and f.reviewed_on <= f.due_on,
        excludes={
            Reason.ENDED: _not_open_at_end,
            Reason.STARTED: lambda f: f.started_on > f.period_start,
            Reason.OVERDUE_BEFORE: lambda f: f.due_on is not None and f.due_on < f.period_start,
            Reason.NOT_DUE: lambda f: f.due_on is not None and not _due_or_done_early(f),
        },
        lacks={Reason.NO_DUE_DATE: lambda f: f.due_on is None},
    ),
    Measure(
        code="R2",
        title="Has an agreed care plan with a goal in their own words",
        numerator="Those whose care plan was agreed with them by the last day and holds a goal in their own words.",
        denominator="People in shared care on the period's last day, for four weeks or more.",
        excluded="People whose shared care had ended by then, and people in shared care for less than four weeks.",
        incomplete="Nobody: a plan is either agreed or it is not.",
        source="Capabilities J2, J5 and J6; NHS England's five criteria of a personalised plan (standards 6.2).",
        standard=Decimal("0.90"),
        met=lambda f: f.agreed_in_own_words,
        excludes={
            Reason.ENDED: _not_open_at_end,
            Reason.SETTLING_IN: lambda f: f.days_in_care < SETTLING_IN_DAYS,
        },
        lacks={},
    ),
    Measure(
        code="R3",
        title="Review overdue",
        numerator="Those whose review fell due before the last day and had not been done by then.",
        denominator="People in shared care on the period's last day.",
        excluded="People whose shared care had ended by then.",
        incomplete="People for whom no review date is known on the last day.",
        source="Capabilities L1 and L2. A low number is good.",
        standard=Decimal("0.10"),
        higher_is_better=False,
        met=lambda f: f.due_after < f.period_end,
        excludes={Reason.ENDED: _not_open_at_end},
        lacks={Reason.NO_DUE_DATE: lambda f: f.due_after is None},
    ),
    Measure(
        code="A1",
        title="Every aspect of care has a named holder",
        numerator="Those for whom a named professional answered for every aspect of care when the last day ended.",
        denominator="People in shared care on the period's last day.",
        excluded="People whose shared care had ended by then.",
        incomplete="Everybody, when the scheme had no list of aspects on the day.",
        source="Capabilities A2, B1 and B9 (Department of Health, EL(95)114, as read by L. Stanway, SMMGP).",
        standard=Decimal("1.00"),
        met=lambda f: f.aspects_held >= f.aspects,
        excludes={Reason.ENDED: _not_open_at_end},
        lacks={Reason.NO_ASPECTS: lambda f: f.aspects == 0},
    ),
    Measure(
        code="C1",
        title="Reviewed by their usual GP",
        numerator="Those whose last review by a GP in the period was done by whoever was their usual GP that day.",
        denominator="People whom a GP reviewed in the period, and whose usual GP on that day is on record.",
        excluded="People whom no GP reviewed in the period: nobody, or somebody who is not a GP, did.",
        incomplete="People of whom no usual GP was on record on the day of the review.",
        source="Capabilities B13 (continuity of GP, from a patient's story).",
        met=lambda f: f.reviewing_gp == f.usual_gp,
        excludes={Reason.NO_GP_REVIEW: lambda f: f.reviewing_gp is None},
        lacks={Reason.NO_USUAL_GP: lambda f: f.usual_gp is None},
    ),
    Measure(
        code="T1",
        title="Practices with a GP whose tier is in date",
        numerator="Those where at least one GP held a tier on that day whose own review was not overdue.",
        denominator="Practices taking part in the scheme on the period's last day.",
        excluded="Nobody.",
        incomplete="Nobody.",
        source="Capabilities A6 and E1; standards 11, indicator 19. It counts practices, so it is published as it is.",
        standard=Decimal("1.00"),
        unit=Unit.PRACTICES,
        met=lambda f: f.gps_in_tier > 0,
        excludes={},
        lacks={},
    ),
    Measure(
        code="N1",
        title="People in shared care",
        numerator=(
            "People in shared care on the period's last day, however their care is arranged: K1 to K7 keep the kinds "
            "apart."
        ),
        denominator="",
        excluded="People whose shared care had ended by then.",
        incomplete="Nobody.",
        source="Standards 11, indicator 19.",
        met=lambda f: True,
        excludes={Reason.ENDED: _not_open_at_end},
        lacks={},
    ),
    _numbers("N1S", "stable", "stable"),
    _numbers("N1C", "complex", "complex"),
    _numbers("N1H", "chaotic", "chaotic"),
    *(_of_type(f"K{number}", kind) for number, kind in enumerate(KNOWN_TYPES, 1)),
)

BY_CODE = {measure.code: measure for measure in MEASURES}
