"""Planning, cancelling and holding a meeting, and who came."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit import actions as audit
from audit import constraints
from monitoring import events, lifecycle, permissions, queries
from monitoring.agenda import STANDING_AGENDA
from monitoring.lifecycle import MeetingMove, MeetingStatus
from monitoring.models import AgendaItem, Attendance, Group, Meeting, MeetingStatusChange, Seat
from monitoring.quorum import How


def locked(meeting: Meeting, user: Any) -> Meeting:
    """The meeting with its row locked, for whoever runs meetings; refused once its minutes are approved."""
    if not permissions.can_hold_meetings(user):
        raise PermissionDenied("Only somebody who runs the group's meetings may do this.")
    row: Meeting = Meeting.objects.select_for_update().select_related(None).get(pk=meeting.pk)
    if row.is_approved:
        raise ValidationError("The minutes of this meeting are approved and locked. Raise it at the next meeting.")
    return row


def underway(meeting: Meeting, user: Any) -> Meeting:
    """The locked meeting, refused when it is cancelled too."""
    row = locked(meeting, user)
    if row.status == MeetingStatus.CANCELLED:
        raise ValidationError("This meeting was cancelled.")
    return row


def keep_move(meeting: Meeting, move: Any, status: Any, user: Any, reason: str = "") -> None:
    """Keep one step of the meeting's or the minutes' life."""
    MeetingStatusChange.objects.create(
        scheme_id=meeting.scheme_id, meeting=meeting, move=move, status=status, reason=reason, by=user
    )


@transaction.atomic
def plan_meeting(*, group: Group, planned_on: date, starts_at: time, place: str, by: Any) -> Meeting:
    """Plan a meeting, with the standing agenda. Refused when one is planned or was held on that day already."""
    if not permissions.can_hold_meetings(by):
        raise PermissionDenied("Only somebody who runs the group's meetings may plan one.")
    meeting = Meeting(scheme_id=group.scheme_id, group=group, planned_on=planned_on, starts_at=starts_at, place=place)
    constraints.save(meeting)
    AgendaItem.objects.bulk_create(
        AgendaItem(scheme_id=group.scheme_id, meeting=meeting, position=position, title=title)
        for position, title in enumerate(STANDING_AGENDA, 1)
    )
    audit.record(events.MEETING_PLANNED, subject=meeting, by=by, planned_on=planned_on, place=place)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any) -> Meeting:
    """Cancel a planned meeting, with the reason. It stays on the list: meetings held are counted against planned."""
    meeting = locked(meeting, by)
    meeting.status = lifecycle.MEETING.after(meeting.status, MeetingMove.CANCEL)
    meeting.cancel_reason = reason
    meeting.save(update_fields=["status", "cancel_reason"])
    keep_move(meeting, MeetingMove.CANCEL, meeting.status, by, reason)
    audit.record(events.MEETING_CANCELLED, subject=meeting, by=by, planned_on=meeting.planned_on, reason=reason)
    return meeting


@transaction.atomic
def record_attendance(*, meeting: Meeting, attended: Mapping[Seat, str], by: Any) -> list[Attendance]:
    """Record how each seat was taken, replacing what was said before; names are those who hold the seats that day.

    Refused when a seat is said to be taken by a member or deputy it does not have.
    """
    meeting = underway(meeting, by)
    holders = queries.holders_on(meeting.group_id, meeting.planned_on)
    rows = []
    for seat, how in attended.items():
        holder = holders.get(seat.pk)
        names = {How.MEMBER: holder.member_name, How.DEPUTY: holder.deputy_name} if holder else {}
        name = names.get(How(how), "")
        if how in (How.MEMBER, How.DEPUTY) and not name:
            raise ValidationError(
                f"“{seat}” has no {How(how).label.split()[0].lower()} on {meeting.planned_on:%d/%m/%Y}."
            )
        rows.append(Attendance(scheme_id=meeting.scheme_id, meeting=meeting, seat=seat, how=how, name=name))
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=["how", "name"]
    )
    verdict = queries.quorum_of(meeting)
    audit.record(
        events.ATTENDANCE_RECORDED, subject=meeting, by=by, planned_on=meeting.planned_on, quorum=verdict.words
    )
    return rows


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Any, today: date) -> Meeting:
    """Record that the meeting took place. Without a quorum it may still be held, but it cannot decide anything.

    Refused before its day, and before anybody's attendance is recorded.
    """
    meeting = locked(meeting, by)
    after = lifecycle.MEETING.after(meeting.status, MeetingMove.HOLD)
    if meeting.planned_on > today:
        raise ValidationError("This meeting has not come round yet.")
    verdict = queries.quorum_of(meeting)
    if not verdict.groups:
        raise ValidationError("Record who attended first.")
    meeting.status = after
    meeting.save(update_fields=["status"])
    keep_move(meeting, MeetingMove.HOLD, after, by)
    audit.record(events.MEETING_HELD, subject=meeting, by=by, planned_on=meeting.planned_on, quorum=verdict.words)
    return meeting
