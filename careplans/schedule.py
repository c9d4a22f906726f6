"""When a plan is next reviewed. Pure: a day, a number of weeks and an outcome in, a day out.

Source: capabilities L1 (RCGP/C4CC toolkit): at least yearly, more often for complex needs. The weeks are the scheme's
own, in its protocol; none is fixed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class Outcome(TextChoices):
    """What a review came to."""

    CONTINUES = "continues", "Goes on as it is"
    CHANGED = "changed", "Goes on with changes"
    RETURNED = "returned", "Returned to the specialist service"


@dataclass(frozen=True)
class Reviewed:
    """One review that stands: its day, and the day it set for the next, if any."""

    reviewed_on: date
    next_review_on: date | None


def first_review_on(started_on: date, weeks: int) -> date:
    """When somebody new to shared care is first reviewed."""
    return started_on + timedelta(weeks=weeks)


def next_review_on(reviewed_on: date, weeks: int, outcome: str) -> date | None:
    """When the plan is next reviewed; None when the review handed the person back."""
    if outcome == Outcome.RETURNED:
        return None
    return reviewed_on + timedelta(weeks=weeks)


def due_after(reviews: Iterable[Reviewed], first_review: date) -> date:
    """When the plan is due, from every review that stands: as the latest of them says, or the first one's day."""
    latest = max(reviews, key=lambda review: review.reviewed_on, default=None)
    return latest.next_review_on or first_review if latest else first_review


def check_reviewed_on(reviewed_on: date, *, started_on: date, today: date) -> None:
    """Refuse a review in the future, or before shared care began."""
    if reviewed_on > today:
        raise ValidationError({"reviewed_on": "A review cannot be recorded before it happens. Enter today or earlier."})
    if reviewed_on < started_on:
        raise ValidationError({"reviewed_on": "Shared care had not begun on that day. Enter a later day."})
