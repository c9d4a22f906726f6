"""What the person wants, in their words, and who does what about it: written into a draft, corrected, taken out."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.events import Kind
from careplans import events, permissions, queries
from careplans.actions.lock import changed, locked, locked_draft
from careplans.lifecycle import check_open
from careplans.models import CarePlan, Goal, OwnerKind, PlanAction, PlanVersion
from patients.models import Patient


def _check_may_write(by: Any, patient: Patient) -> None:
    if not permissions.can_write_plan(by, patient):
        raise PermissionDenied("You may not write this person's plan.")


def _draft(plan: CarePlan) -> PlanVersion:
    """The plan's draft, with the plan locked; refused when there is none."""
    fresh = locked(plan)
    check_open(fresh.status)
    draft = queries.draft_of(fresh)
    if draft is None:
        raise ValidationError("This plan has been agreed and stays as it is. Start a new version to change it.")
    return locked_draft(draft)


@transaction.atomic
def record_goal(
    *, plan: CarePlan, own_words: str, importance: int, confidence: int, by: Any, staff_wording: str = ""
) -> Goal:
    """Write a goal into the draft, in the person's own words; any rewording stands beside them."""
    _check_may_write(by, plan.patient)
    draft = _draft(plan)
    last = draft.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal(
        scheme=draft.scheme,
        version=draft,
        position=last + 1,
        own_words=own_words,
        staff_wording=staff_wording,
        importance=importance,
        confidence=confidence,
        written_by=by,
    )
    _save_goal(goal)
    _note(events.GOAL_RECORDED, goal, draft, by)
    return goal


def _save_goal(goal: Goal) -> None:
    if not goal.own_words.strip():
        raise ValidationError({"own_words": "Write the goal in the person’s own words."})
    goal.clean_fields(exclude=["version", "written_by", "scheme", "carried_from", "superseded_by"])
    constraints.save(goal)


def _note(kind: Kind, subject: Goal | PlanAction, draft: PlanVersion, by: Any, **facts: Any) -> None:
    """Count the change to the plan and put the deed on record."""
    changed(draft.plan)
    audit.record(kind, subject=subject, by=by, patient_id=draft.plan.patient_id, **facts)


@transaction.atomic
def correct_goal(
    *, goal: Goal, own_words: str, importance: int, confidence: int, by: Any, staff_wording: str = ""
) -> Goal:
    """Put a corrected goal in a goal's place, with its actions; the earlier words are kept, and stand no longer."""
    _check_may_write(by, goal.version.plan.patient)
    draft = locked_draft(goal.version)
    old = _standing(Goal.objects.get(pk=goal.pk))
    new = Goal(
        scheme=draft.scheme,
        version=draft,
        position=old.position,
        own_words=own_words,
        staff_wording=staff_wording,
        importance=importance,
        confidence=confidence,
        carried_from=old.carried_from,
        written_by=by,
    )
    _save_goal(new)
    PlanAction.objects.bulk_create(act.copied_to(new, by) for act in old.actions.standing())
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    _note(events.GOAL_CORRECTED, new, draft, by)
    return new


def _standing(found: Any) -> Any:
    if found.superseded_by_id or found.withdrawn_at:
        raise ValidationError("This has been corrected or taken out already. Look at the plan again.")
    return found


@transaction.atomic
def withdraw_goal(*, goal: Goal, by: Any) -> Goal:
    """Take a goal out of the draft; its words are kept."""
    _check_may_write(by, goal.version.plan.patient)
    draft = locked_draft(goal.version)
    found: Goal = _standing(Goal.objects.get(pk=goal.pk))
    _withdraw(found, by)
    _note(events.GOAL_WITHDRAWN, found, draft, by)
    return found


def _withdraw(found: Goal | PlanAction, by: Any) -> None:
    found.withdrawn_by, found.withdrawn_at = by, timezone.now()
    found.save(update_fields=["withdrawn_by", "withdrawn_at"])


@transaction.atomic
def record_plan_action(
    *, goal: Goal, what: str, owner_kind: str, by: Any, helper: str = "", due_on: date | None = None
) -> PlanAction:
    """Write an action towards a goal: what, who does it, who helps by name, by when."""
    _check_may_write(by, goal.version.plan.patient)
    draft = locked_draft(goal.version)
    found = _standing(Goal.objects.get(pk=goal.pk))
    if not what.strip():
        raise ValidationError({"what": "Say what is to be done."})
    made = PlanAction(
        scheme=draft.scheme,
        goal=found,
        what=what,
        owner_kind=OwnerKind(owner_kind),
        helper=helper,
        due_on=due_on,
        written_by=by,
    )
    constraints.save(made)
    _note(events.ACTION_RECORDED, made, draft, by, what=what)
    return made


@transaction.atomic
def withdraw_plan_action(*, plan_action: PlanAction, by: Any) -> PlanAction:
    """Take an action out of the draft; it is kept, and stands no longer."""
    _check_may_write(by, plan_action.goal.version.plan.patient)
    draft = locked_draft(plan_action.goal.version)
    found: PlanAction = _standing(PlanAction.objects.get(pk=plan_action.pk))
    _withdraw(found, by)
    _note(events.ACTION_WITHDRAWN, found, draft, by, what=found.what)
    return found


@transaction.atomic
def write_escalation(*, plan: CarePlan, if_things_get_worse: str, by: Any) -> PlanVersion:
    """Write into the draft what the person, and whoever helps them, should do if things get worse (J4)."""
    _check_may_write(by, plan.patient)
    draft = _draft(plan)
    draft.if_things_get_worse = if_things_get_worse
    draft.save(update_fields=["if_things_get_worse"])
    changed(draft.plan)
    audit.record(
        events.ESCALATION_WRITTEN,
        subject=draft.plan,
        by=by,
        patient_id=draft.plan.patient_id,
        data={"if_things_get_worse": if_things_get_worse},
    )
    return draft
