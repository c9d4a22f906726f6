"""What the printed record of a signed-off review of a GP's caseload says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from episodes.caseload_review import ReviewOutcome
from episodes.models import CaseloadReview, CaseloadReviewItem
from episodes.queries.caseload_reviews import items_seen
from patients import queries as patients


@dataclass(frozen=True)
class RecordedPerson:
    """One person in the printed record."""

    name: str
    born_on: date
    nhs_number: str
    outcome: str
    note: str


@dataclass(frozen=True)
class ReviewDocument:
    """What the printed record of a signed-off review says to this reader; `left_out` are on records not shown to them,
    or whose use the person restricted."""

    scheme: str
    gp: str
    practice: str
    reviewer: str
    opened_on: date
    signed_off_on: date
    signed_off_by: str
    people: Sequence[RecordedPerson]
    counts: Sequence[tuple[str, int]]
    left_out: int
    supervised_by: str
    supervision: Sequence[str]
    next_on: date | None


def review_document(review: CaseloadReview, user: Any) -> tuple[ReviewDocument, list[Any]]:
    """The printed record, and the keys of the people it names."""
    shown = items_seen(review, user)
    not_printed = patients.not_printed([item.patient_id for item in shown])
    printed = [item for item in shown if item.patient_id not in not_printed]
    counted: dict[str, int] = {}
    for item in printed:
        counted[item.get_outcome_display()] = counted.get(item.get_outcome_display(), 0) + 1
    opened, signed_off = _day(review.opened_at), _day(review.signed_off_at)
    following = CaseloadReview.objects.unfinished().filter(gp=review.gp_id, practice=review.practice_id).first()
    document = ReviewDocument(
        scheme=review.scheme.name,
        gp=review.gp.name,
        practice=review.practice.name,
        reviewer=review.reviewer.name,
        opened_on=opened,
        signed_off_on=signed_off,
        signed_off_by=str(review.signed_off_by),
        people=[_recorded(item) for item in printed],
        counts=[(label, counted[label]) for label in ReviewOutcome.labels if label in counted],
        left_out=review.people - len(printed),
        supervised_by=review.supervised_by.name if review.supervised_by else "",
        supervision=[line for line in review.supervision.splitlines() if line.strip()],
        next_on=following.planned_on if following else None,
    )
    return document, [item.patient_id for item in printed]


def _recorded(item: CaseloadReviewItem) -> RecordedPerson:
    person = item.patient
    return RecordedPerson(
        name=person.name,
        born_on=person.born_on,
        nhs_number=person.nhs_number or "",
        outcome=item.get_outcome_display(),
        note=item.note,
    )


def _day(moment: Any) -> date:
    return timezone.localdate(moment)
