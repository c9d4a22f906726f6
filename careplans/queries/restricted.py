"""When people behind a restriction were reviewed and are to be: the days, and nothing of the plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, TextChoices

from audit import wall
from careplans.models import CarePlan, Review
from patients import queries as patients
from patients.models import NamedAccess, Patient, Restriction


@dataclass(frozen=True)
class RestrictedRecord:
    """One restricted record, who may open it, and the days of its reviews."""

    patient: Patient
    restriction: Restriction
    named: list[NamedAccess]
    nobody_cares: bool
    last_reviewed_on: date | None
    next_review_on: date | None


def restricted_records(user: Any, today: date) -> list[RestrictedRecord]:
    """The restricted records of the scheme, those that nobody cares for first, then by when the next review is due."""
    found = patients.restricted(user, today)
    people = [each.restriction.patient_id for each in found]
    with wall.widened("the days of review of restricted records, for whoever sees these people and not their plans"):
        due = dict(CarePlan.objects.open().filter(patient__in=people).values_list("patient_id", "next_review_on"))
        reviews = Review.objects.filter(patient__in=people, superseded_by=None).values_list("patient_id").order_by()
        last = dict(reviews.annotate(Max("reviewed_on")))
    rows = [
        RestrictedRecord(
            patient=each.restriction.patient,
            restriction=each.restriction,
            named=each.named,
            nobody_cares=each.nobody_cares,
            last_reviewed_on=last.get(each.restriction.patient_id),
            next_review_on=due.get(each.restriction.patient_id),
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: (not row.nobody_cares, row.next_review_on or date.max))


class RestrictedShow(TextChoices):
    """One of the lists of restricted records."""

    ALL = "all", "All"
    OVERDUE = "overdue", "Review overdue"
    WITHOUT_CARER = "without_carer", "Nobody who gives care can open it"


def restricted_shown(user: Any, today: date, show: str) -> list[RestrictedRecord]:
    """The restricted records of one of the lists."""
    rows = restricted_records(user, today)
    if show == RestrictedShow.OVERDUE:
        return [row for row in rows if row.next_review_on and row.next_review_on < today]
    return [row for row in rows if row.nobody_cares] if show == RestrictedShow.WITHOUT_CARER else rows


def restricted_overdue(user: Any, today: date) -> int:
    """How many restricted records have a review that is late."""
    return len(restricted_shown(user, today, RestrictedShow.OVERDUE))
