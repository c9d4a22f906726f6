"""Actions: asked of one named person by a meeting, and followed until they are done."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit import actions as audit
from audit import constraints
from audit.events import Kind
from monitoring import events, lifecycle, permissions
from monitoring.actions.meeting import underway
from monitoring.lifecycle import ActionMove
from monitoring.models import ActionChange, ActionItem, AgendaItem, Meeting


@transaction.atomic
def raise_action(
    *, item: AgendaItem, what: str, owner_name: str, due_on: date, by: Any, owner: User | None = None
) -> ActionItem:
    """Ask one named person to do something by a day. Refused when the day is before the meeting."""
    meeting = underway(item.meeting, by)
    if due_on < meeting.planned_on:
        raise ValidationError({"due_on": "The day must not be before the meeting."})
    action = ActionItem(
        scheme_id=meeting.scheme_id,
        meeting=meeting,
        item=item,
        number=meeting.actions.count() + 1,
        what=what,
        owner_name=owner_name,
        owner=owner,
        due_on=due_on,
        due_now_on=due_on,
        recorded_by=by,
    )
    constraints.save(action)
    audit.record(
        events.ACTION_RAISED,
        subject=meeting,
        by=by,
        number=action.number,
        planned_on=meeting.planned_on,
        owner=owner_name,
        due_on=due_on,
    )
    return action


@transaction.atomic
def close_action(*, action: ActionItem, by: Any, note: str = "", meeting: Meeting | None = None) -> ActionItem:
    """Record that it is done, at a meeting or between two."""
    return _move(action, ActionMove.CLOSE, events.ACTION_CLOSED, by, meeting, note, action.due_now_on)


@transaction.atomic
def carry_action(
    *, action: ActionItem, due_on: date, by: Any, note: str = "", meeting: Meeting | None = None
) -> ActionItem:
    """Carry it forward to a later day; how often that happened stays to be seen."""
    _refuse_unless_allowed(action, by)
    if due_on <= action.due_now_on:
        raise ValidationError({"due_on": "The new day must be after the present one."})
    return _move(action, ActionMove.CARRY, events.ACTION_CARRIED, by, meeting, note, due_on)


@transaction.atomic
def cancel_action(*, action: ActionItem, reason: str, by: Any, meeting: Meeting | None = None) -> ActionItem:
    """Record that it is no longer wanted, and why."""
    return _move(action, ActionMove.CANCEL, events.ACTION_CANCELLED, by, meeting, reason, action.due_now_on)


def _refuse_unless_allowed(action: ActionItem, by: Any) -> None:
    if not permissions.can_move_action(by, action):
        raise PermissionDenied("Only somebody who runs the group's meetings may do this.")


def _move(
    action: ActionItem, move: ActionMove, kind: Kind, by: Any, at: Meeting | None, note: str, due_on: date
) -> ActionItem:
    _refuse_unless_allowed(action, by)
    if at is not None:
        at = underway(at, by)
    action = ActionItem.objects.select_for_update(of=["self"]).select_related("meeting").get(pk=action.pk)
    action.status = lifecycle.ACTION.after(action.status, move)
    action.due_now_on = due_on
    action.save(update_fields=["status", "due_now_on"])
    ActionChange.objects.create(
        scheme_id=action.scheme_id,
        action=action,
        meeting=at,
        move=move,
        status=action.status,
        note=note,
        due_on=due_on,
        by=by,
    )
    audit.record(
        kind,
        subject=action.meeting,
        by=by,
        number=action.number,
        planned_on=action.meeting.planned_on,
        due_on=due_on,
        reason=note,
    )
    return action
