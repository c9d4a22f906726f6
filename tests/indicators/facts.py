"""Rows of facts for the tables of cases: somebody in shared care all through the last quarter of 2025."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from indicators.measures import PlanFacts

START, END = date(2025, 10, 1), date(2025, 12, 31)

ORDINARY = PlanFacts(
    plan_id=uuid4(),
    patient_id=uuid4(),
    practice_id=uuid4(),
    complexity="stable",
    started_on=date(2025, 1, 6),
    ended_on=None,
    due_on=date(2025, 11, 10),
    reviewed_on=date(2025, 11, 3),
    due_after=date(2026, 11, 3),
    agreed_in_own_words=True,
    aspects=9,
    aspects_held=9,
    reviewing_gp=(gp := uuid4()),
    usual_gp=gp,
    period_start=START,
    period_end=END,
    arrangement_type="shared_care",
)


def facts(**changes) -> PlanFacts:
    return replace(ORDINARY, **changes)
