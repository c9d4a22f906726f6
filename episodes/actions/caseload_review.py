"""Going through a GP's caseload: planned, opened with the list as it stands, an outcome each, signed off (C16, C19)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit import actions as audit
from audit import constraints, wall
from audit.freshness import check_fresh
from episodes import caseload_review as rules
from episodes import events, permissions, queries
from episodes.caseload_review import ReviewOutcome
from episodes.lifecycle import CASELOAD_REVIEW, CaseloadReviewMove, CaseloadReviewStatus
from episodes.models import CaseloadReview, CaseloadReviewItem
from practices.models import Organisation, Professional
from ui import words

MAY_NOT = "You may not review this GP’s caseload."
WHOLE_LIST = "the list of a GP is taken down whole; each row is shown only to whoever may see its person"
ONLY_HOW_MANY = "whether anybody is left without an outcome is counted; nobody is named"


@transaction.atomic
def plan_caseload_review(
    *, gp: Professional, practice: Organisation, reviewer: Professional, planned_on: date, by: Any
) -> CaseloadReview:
    """Plan that a GP's list at a practice is gone through with somebody on a day.

    Refused for a day that has passed, for a GP who does not work there then, and while another is planned or begun.
    """
    review = CaseloadReview(
        scheme_id=gp.scheme_id, gp=gp, practice=practice, reviewer=reviewer, planned_on=planned_on, planned_by=by
    )
    if not permissions.can_review_caseload(by, review):
        raise PermissionDenied(MAY_NOT)
    rules.check_planned(planned_on, timezone.localdate())
    if not queries.works_at(gp.pk, practice.pk, planned_on):
        raise ValidationError({"gp": f"{gp} has no post at {practice} on that day. Choose another GP."})
    constraints.save(review)
    _record(events.CASELOAD_REVIEW_PLANNED, review, by, reviewer=reviewer, day=planned_on)
    return review


@transaction.atomic
def replan_caseload_review(
    *, review: CaseloadReview, reviewer: Professional, planned_on: date, by: Any, version: int | None = None
) -> CaseloadReview:
    """Move a planned review to another day, or have somebody else go through it. Refused once it was opened."""
    review = _held(review, by, version)
    if review.status != CaseloadReviewStatus.PLANNED:
        raise ValidationError(f"It is {review.get_status_display().lower()} already, so its day stays.")
    rules.check_planned(planned_on, timezone.localdate())
    review.planned_on, review.reviewer = planned_on, reviewer
    if not permissions.can_review_caseload(by, review):
        raise ValidationError({"reviewer": "You go through this list yourself: somebody of the practice hands it on."})
    _save(review)
    _record(events.CASELOAD_REVIEW_MOVED, review, by, reviewer=reviewer, day=planned_on)
    return review


@transaction.atomic
def open_caseload_review(*, review: CaseloadReview, by: Any) -> CaseloadReview:
    """Begin: take down everybody for whom the GP answers at the practice now; that list stays as it is.

    Refused when the GP has left, whose people are somebody else's to take on first, and when the list is empty.
    """
    review = _held(review, by)
    review.status = CASELOAD_REVIEW.after(review.status, CaseloadReviewMove.OPEN)
    if queries.gp_has_left(review, timezone.localdate()):
        raise ValidationError(
            f"{review.gp} has left {review.practice}. Hand their people on to somebody else, and cancel this review."
        )
    with wall.widened(WHOLE_LIST):
        listed = list(queries.on_the_list(review))
        if not listed:
            raise ValidationError(f"{review.gp} answers for nobody at {review.practice} now. Cancel this review.")
        review.opened_by, review.opened_at, review.people = by, timezone.now(), len(listed)
        _save(review)
        constraints.save_all(
            [
                CaseloadReviewItem(
                    scheme_id=review.scheme_id, review=review, patient_id=episode.patient_id, episode=episode
                )
                for episode in listed
            ]
        )
    _record(events.CASELOAD_REVIEW_OPENED, review, by, people=rules.people(review.people))
    return review


@transaction.atomic
def record_outcome(*, item: CaseloadReviewItem, outcome: str, note: str, by: Any, version: int) -> CaseloadReviewItem:
    """Say what came of it for one person, or put right what was said.

    Refused once the review is signed off, of somebody who has died, and when somebody else said it since the page was
    opened.
    """
    if not permissions.can_record_outcome(by, item):
        raise PermissionDenied(MAY_NOT)
    review = _held(item.review, by)
    if review.status != CaseloadReviewStatus.OPEN:
        raise ValidationError(f"This review is {review.get_status_display().lower()}, so nothing of it changes.")
    item = CaseloadReviewItem.objects.select_for_update(of=("self",)).select_related("patient").get(pk=item.pk)
    check_fresh(item, version)
    rules.check_outcome(outcome, died=queries.has_died(item.patient))
    item.outcome, item.note, item.recorded_by, item.recorded_at = outcome, note, by, timezone.now()
    item.version += 1
    constraints.save(item)
    audit.record(
        events.CASELOAD_OUTCOME_RECORDED,
        subject=item,
        by=by,
        patient_id=item.patient_id,
        gp=review.gp,
        outcome=ReviewOutcome(outcome).label.lower(),
    )
    return item


@transaction.atomic
def sign_off_caseload_review(
    *,
    review: CaseloadReview,
    by: Any,
    next_on: date | None,
    supervised_by: Professional | None = None,
    supervision: str = "",
) -> CaseloadReview:
    """Sign off, and plan the next review for the day given. From here on nothing of it changes.

    Refused while somebody has no outcome; of those who died or left the list meanwhile the record says so by itself.
    Without a next day only where the GP has left. The database refuses to close a row without an outcome.
    """
    review = _held(review, by)
    review.status = CASELOAD_REVIEW.after(review.status, CaseloadReviewMove.SIGN_OFF)
    today = timezone.localdate()
    gone = queries.gp_has_left(review, today)
    rules.check_next(next_on, today=today, gp_has_left=gone)
    rules.check_supervision(supervised=supervised_by is not None, supervision=supervision)
    _close(review, by)
    review.signed_off_by, review.signed_off_at = by, timezone.now()
    review.supervised_by, review.supervision = supervised_by, supervision
    _save(review)
    next_one = f"the next is planned for {words.day(next_on)}" if next_on else "no next one is planned"
    _record(events.CASELOAD_REVIEW_SIGNED_OFF, review, by, next_one=next_one)
    if next_on:
        _plan_next(review, next_on, by)
    return review


def _close(review: CaseloadReview, by: Any) -> None:
    """Say of those who died or left that they did, refuse while anybody else has no outcome, and close every row."""
    now = timezone.now()
    seen = set(review.items.lacking().visible_to(by).values_list("pk", flat=True))
    with wall.widened(ONLY_HOW_MANY):
        lacking = []
        for item in queries.lacking_with_facts(review):
            found = rules.found(died=item.died, on_list=item.on_list)
            if found:
                item.outcome, item.recorded_by, item.recorded_at, item.version = found, by, now, item.version + 1
                constraints.save(item)
            else:
                lacking.append(item.pk)
        rules.check_sign_off(lacking=len(lacking), out_of_sight=len(set(lacking) - seen))
        review.items.update(closed_at=now, version=F("version") + 1)


def _plan_next(review: CaseloadReview, next_on: date, by: Any) -> None:
    planned = CaseloadReview(
        scheme_id=review.scheme_id,
        gp=review.gp,
        practice=review.practice,
        reviewer=review.reviewer,
        planned_on=next_on,
        planned_by=by,
    )
    constraints.save(planned)
    _record(events.CASELOAD_REVIEW_PLANNED, planned, by, reviewer=planned.reviewer, day=next_on)


@transaction.atomic
def cancel_caseload_review(*, review: CaseloadReview, reason: str, by: Any) -> CaseloadReview:
    """Give a review up, planned or begun. What was recorded in it is kept."""
    review = _held(review, by)
    review.status = CASELOAD_REVIEW.after(review.status, CaseloadReviewMove.CANCEL)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is cancelled."})
    review.cancelled_by, review.cancelled_at, review.cancel_reason = by, timezone.now(), reason
    _save(review)
    _record(events.CASELOAD_REVIEW_CANCELLED, review, by)
    return review


def _held(review: CaseloadReview, by: Any, version: int | None = None) -> CaseloadReview:
    """The review as it is now, held until the deed is done: whatever is done in one goes one after the other."""
    if not permissions.can_review_caseload(by, review):
        raise PermissionDenied(MAY_NOT)
    scope = CaseloadReview.objects.select_for_update(of=("self",)).select_related("gp", "practice", "reviewer")
    fresh: CaseloadReview = scope.get(pk=review.pk)
    check_fresh(fresh, version)
    return fresh


def _save(review: CaseloadReview) -> None:
    review.version += 1
    constraints.save(review)


def _record(kind: Any, review: CaseloadReview, by: Any, **facts: Any) -> None:
    audit.record(kind, subject=review, by=by, gp=review.gp, practice=review.practice, **facts)
