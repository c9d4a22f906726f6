"""Recording that a plan was reviewed, and correcting such a record."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from careplans import events, permissions, queries, schedule
from careplans.actions.lock import changed, locked
from careplans.actions.plan import end_shared_care
from careplans.lifecycle import Status, check_open
from careplans.models import CarePlan, Outcome, Review
from episodes.lifecycle import EndReason


@transaction.atomic
def record_review(
    *,
    plan: CarePlan,
    reviewed_on: date,
    outcome: str,
    by: Any,
    note: str = "",
    contact_details_confirmed: bool = False,
) -> Review:
    """Record that a plan was reviewed, and set when it is next due.

    Refused when the plan has ended, and for a second review on the same day. A review that returns the person to the
    specialist service also ends the plan and the episode, which needs the permission to end shared care.
    """
    _check_may_review(by, plan, outcome)
    plan = locked(plan)
    check_open(plan.status)
    review = _review(plan, reviewed_on, outcome, note, contact_details_confirmed, by)
    constraints.save(review)
    _settle(plan, review, by)
    audit.record(
        events.REVIEW_RECORDED,
        subject=review,
        by=by,
        patient_id=plan.patient_id,
        reviewed_on=reviewed_on,
        outcome=Outcome(outcome).label.lower(),
    )
    return review


def _check_may_review(by: Any, plan: CarePlan, outcome: str) -> None:
    if not permissions.can_record_review(by, plan.patient):
        raise PermissionDenied("You may not record a review of this person's plan.")
    if outcome == Outcome.RETURNED and not permissions.can_end_shared_care(by, plan.patient):
        raise PermissionDenied("Only a prescriber or a specialist may return somebody to the specialist service.")


def _review(
    plan: CarePlan, reviewed_on: date, outcome: str, note: str, contact_details_confirmed: bool, by: Any
) -> Review:
    """The review, not yet saved, with the day of the next one; refused for a day it cannot have happened on."""
    schedule.check_reviewed_on(reviewed_on, started_on=plan.episode.started_on, today=timezone.localdate())
    weeks = queries.review_weeks(plan.scheme_id, plan.episode.complexity, reviewed_on)
    return Review(
        scheme=plan.scheme,
        plan=plan,
        patient=plan.patient,
        reviewed_on=reviewed_on,
        outcome=Outcome(outcome),
        note=note,
        contact_details_confirmed=contact_details_confirmed,
        next_review_on=schedule.next_review_on(reviewed_on, weeks, outcome),
        recorded_by=by,
    )


def _settle(plan: CarePlan, review: Review, by: Any) -> None:
    """Set the plan's due day from every review that stands; end the plan when this one hands the person back."""
    if plan.status == Status.ENDED:
        return
    weeks = queries.review_weeks(plan.scheme_id, plan.episode.complexity, plan.episode.started_on)
    plan.next_review_on = schedule.due_after(
        [schedule.Reviewed(each.reviewed_on, each.next_review_on) for each in plan.reviews.standing()],
        schedule.first_review_on(plan.episode.started_on, weeks),
    )
    changed(plan, "next_review_on")
    if review.outcome == Outcome.RETURNED:
        end_shared_care(plan=plan, ended_on=review.reviewed_on, end_reason=EndReason.RETURNED, by=by)


@transaction.atomic
def correct_review(
    *,
    review: Review,
    reviewed_on: date,
    outcome: str,
    reason: str,
    by: Any,
    note: str = "",
    contact_details_confirmed: bool = False,
) -> Review:
    """Put a corrected record in a review's place; the first is kept, and stands no longer.

    Refused without a reason, for a record corrected already, and where it would take shared care up again or end it a
    second time: an end is not undone by a correction.
    """
    _check_may_review(by, review.plan, outcome)
    plan = locked(review.plan)
    old = Review.objects.get(pk=review.pk)
    _check_correction(plan, old, outcome, reason)
    new = _review(plan, reviewed_on, outcome, note, contact_details_confirmed, by)
    new.correction_reason = reason
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])  # first, because one review a day stands; the key is checked at the end
    constraints.save(new)
    _settle(plan, new, by)
    audit.record(
        events.REVIEW_CORRECTED,
        subject=new,
        by=by,
        patient_id=plan.patient_id,
        reviewed_on=old.reviewed_on,
        reason=reason,
        data={"before": str(old.pk)},
    )
    return new


def _check_correction(plan: CarePlan, old: Review, outcome: str, reason: str) -> None:
    if old.superseded_by_id:
        raise ValidationError("This record has been corrected already. Correct the newer one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    changes_end = (old.outcome == Outcome.RETURNED) != (outcome == Outcome.RETURNED)
    if plan.status == Status.ENDED and changes_end:
        raise ValidationError(
            {"outcome": "Shared care has ended, and a correction cannot undo that. Start shared care again instead."}
        )
