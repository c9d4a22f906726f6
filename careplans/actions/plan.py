"""Starting shared care with a plan to write; agreeing it, writing a new version, ending it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from careplans import agreement, events, permissions, queries, schedule
from careplans.actions.lock import changed, locked
from careplans.lifecycle import LIFE, VERSION_LIFE, Move, VersionMove, VersionStatus
from careplans.models import CarePlan, Goal, PlanAction, PlanVersion
from episodes import actions as episodes
from episodes.lifecycle import EndReason
from episodes.lifecycle import Move as EpisodeMove
from patients.models import Patient
from practices.models import Professional
from schemes.models import CareAspect


@transaction.atomic
def start_shared_care(
    *,
    patient: Patient,
    started_on: date,
    complexity: str,
    by: Any,
    holders: Mapping[CareAspect, Professional | None] | None = None,
) -> CarePlan:
    """Take a person into shared care: the episode, who answers for what, and a draft plan with its first review's day.

    The GP co-ordinates when nobody else is named (B8); the protocol says how long until the first review (L1).
    """
    if not permissions.can_start_shared_care(by, patient):
        raise PermissionDenied("You may not start shared care for this person.")
    episode = episodes.start_episode(
        patient=patient, started_on=started_on, complexity=complexity, holders=holders, by=by
    )
    weeks = queries.review_weeks(episode.scheme_id, complexity, started_on)
    plan = CarePlan(
        scheme=episode.scheme,
        patient=episode.patient,
        episode=episode,
        next_review_on=schedule.first_review_on(started_on, weeks),
    )
    plan.save()
    PlanVersion.objects.create(scheme=plan.scheme, plan=plan, number=1, reason="The first version", author=by)
    audit.record(
        events.PLAN_STARTED, subject=plan, by=by, patient_id=plan.patient_id, next_review_on=plan.next_review_on
    )
    return plan


@transaction.atomic
def agree_plan(*, plan: CarePlan, agreed_on: date, present: str, by: Any, version: int | None = None) -> PlanVersion:
    """Say that the draft was agreed with the person, on a day, with those who were there.

    Refused while a goal in the person's own words, a named helper or a date is lacking. The version agreed before, if
    any, is replaced from here on and stays as it was.
    """
    if not permissions.can_agree_plan(by, plan.patient):
        raise PermissionDenied("You may not agree this person's plan.")
    plan = locked(plan, version)
    plan.status = LIFE.after(plan.status, Move.AGREE)
    draft = plan.versions.get(status=VersionStatus.DRAFT)
    _check_agreement(plan, draft, agreed_on, present)
    for before in plan.versions.filter(status=VersionStatus.AGREED):
        before.status = VERSION_LIFE.after(before.status, VersionMove.SUPERSEDE)
        before.save(update_fields=["status"])
    draft.status = VERSION_LIFE.after(draft.status, VersionMove.AGREE)
    draft.agreed_on, draft.agreed_by, draft.present = agreed_on, by, present
    draft.save(update_fields=["status", "agreed_on", "agreed_by", "present"])
    changed(plan, "status")
    audit.record(
        events.PLAN_AGREED,
        subject=plan,
        by=by,
        patient_id=plan.patient_id,
        number=draft.number,
        agreed_on=agreed_on,
        data={"present": present},
    )
    return draft


def _check_agreement(plan: CarePlan, draft: PlanVersion, agreed_on: date, present: str) -> None:
    lacking = agreement.lacking(queries.goal_facts(queries.goals_of(draft)))
    if lacking:
        raise ValidationError([f"The plan cannot be agreed yet. {reason.label}" for reason in lacking])
    if agreed_on > timezone.localdate():
        raise ValidationError({"agreed_on": "A plan cannot be agreed in the future. Enter today or an earlier day."})
    if agreed_on < plan.episode.started_on:
        raise ValidationError({"agreed_on": "Shared care had not begun on that day. Enter a later day."})
    if not present.strip():
        raise ValidationError({"present": "Write who was there when the plan was agreed."})


@transaction.atomic
def revise_plan(*, plan: CarePlan, reason: str, by: Any, version: int | None = None) -> PlanVersion:
    """Begin a new version with the goals and actions of the agreed one, which stays in force until this is agreed."""
    if not permissions.can_write_plan(by, plan.patient):
        raise PermissionDenied("You may not write this person's plan.")
    plan = locked(plan, version)
    plan.status = LIFE.after(plan.status, Move.REVISE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the plan changes."})
    agreed = plan.versions.get(status=VersionStatus.AGREED)
    draft = PlanVersion.objects.create(
        scheme=plan.scheme,
        plan=plan,
        number=plan.versions.count() + 1,
        reason=reason,
        author=by,
        if_things_get_worse=agreed.if_things_get_worse,
    )
    _carry_goals(agreed, draft, by)
    changed(plan, "status")
    audit.record(
        events.PLAN_REVISED, subject=plan, by=by, patient_id=plan.patient_id, number=draft.number, reason=reason
    )
    return draft


def _carry_goals(source: PlanVersion, target: PlanVersion, by: Any) -> None:
    """The standing goals and actions of one version, written anew into another: one statement each."""
    carried = [
        (
            Goal(
                scheme=target.scheme,
                version=target,
                position=goal.position,
                own_words=goal.own_words,
                staff_wording=goal.staff_wording,
                importance=goal.importance,
                confidence=goal.confidence,
                carried_from=goal,
                written_by=by,
            ),
            goal.actions.standing(),
        )
        for goal in queries.goals_of(source)
    ]
    Goal.objects.bulk_create(goal for goal, _ in carried)
    PlanAction.objects.bulk_create(act.copied_to(goal, by) for goal, acts in carried for act in acts)


@transaction.atomic
def end_shared_care(
    *, plan: CarePlan, ended_on: date, end_reason: str, by: Any, reason: str = "", version: int | None = None
) -> CarePlan:
    """End a person's shared care: the plan, the episode, and everybody's responsibility in it."""
    if not permissions.can_end_shared_care(by, plan.patient):
        raise PermissionDenied("You may not end this person's shared care.")
    plan = locked(plan, version)
    plan.status = LIFE.after(plan.status, Move.END)
    episodes.move_episode(
        episode=plan.episode, move=EpisodeMove.END, ended_on=ended_on, end_reason=end_reason, reason=reason, by=by
    )
    changed(plan, "status")
    audit.record(
        events.PLAN_ENDED,
        subject=plan,
        by=by,
        patient_id=plan.patient_id,
        ended_on=ended_on,
        data={"end_reason": EndReason(end_reason).value},
    )
    return plan
