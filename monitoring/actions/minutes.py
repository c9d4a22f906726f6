"""The agenda and its minutes, decisions, and the approval that locks them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit import actions as audit
from monitoring import events, lifecycle, queries
from monitoring.actions.meeting import keep_move, locked, underway
from monitoring.lifecycle import MeetingStatus, MinutesMove
from monitoring.models import AgendaItem, Decision, Kind, Meeting, ReportRun


@transaction.atomic
def add_agenda_item(*, meeting: Meeting, title: str, by: Any) -> AgendaItem:
    """Put something on the agenda, last."""
    meeting = underway(meeting, by)
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(scheme_id=meeting.scheme_id, meeting=meeting, position=last + 1, title=title)
    audit.record(events.ITEM_ADDED, subject=meeting, by=by, title=title, planned_on=meeting.planned_on)
    return item


@transaction.atomic
def write_minute(*, item: AgendaItem, minute: str, version: int, by: Any) -> AgendaItem:
    """Write what was said under an item, in place of what stood there.

    Refused when somebody else has written since `version` was read; both texts are then shown.
    """
    meeting = underway(item.meeting, by)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.version != version:
        raise ValidationError(
            {"minute": f"Somebody has changed this minute meanwhile. It now reads: “{item.minute}” Yours is below."}
        )
    item.minute = minute
    item.version += 1
    item.save(update_fields=["minute", "version"])
    audit.record(events.MINUTE_WRITTEN, subject=meeting, by=by, title=item.title, planned_on=meeting.planned_on)
    return item


@transaction.atomic
def record_decision(*, item: AgendaItem, text: str, by: Any) -> Decision:
    """Record a decision under an item. Refused without a quorum, saying what is lacking."""
    meeting = underway(item.meeting, by)
    verdict = queries.quorum_of(meeting)
    if not verdict.quorate:
        raise ValidationError(f"The meeting cannot decide. {verdict.words}")
    number = meeting.decisions.count() + 1
    decision = Decision.objects.create(
        scheme_id=meeting.scheme_id, meeting=meeting, item=item, number=number, text=text, recorded_by=by
    )
    audit.record(events.DECISION_RECORDED, subject=meeting, by=by, number=number, planned_on=meeting.planned_on)
    return decision


@transaction.atomic
def approve_minutes(*, meeting: Meeting, by: Any) -> Meeting:
    """Approve the minutes: from here on nothing of the meeting changes, and the database refuses whoever tries.

    Leaves a wish for the minutes as a document, made from what was approved. Refused before the meeting was held and
    while nothing at all is minuted.
    """
    meeting = locked(meeting, by)
    if meeting.status != MeetingStatus.HELD:
        raise ValidationError("The meeting must be recorded as held first.")
    if not meeting.items.exclude(minute="").exists():
        raise ValidationError("Write at least one minute before approving.")
    meeting.minutes_status = lifecycle.MINUTES.after(meeting.minutes_status, MinutesMove.APPROVE)
    meeting.approved_by = by
    meeting.approved_at = timezone.now()
    meeting.save(update_fields=["minutes_status", "approved_by", "approved_at"])
    keep_move(meeting, MinutesMove.APPROVE, meeting.minutes_status, by)
    ReportRun.objects.create(scheme_id=meeting.scheme_id, meeting=meeting, kind=Kind.MINUTES, asked_by=by)
    audit.record(events.MINUTES_APPROVED, subject=meeting, by=by, planned_on=meeting.planned_on)
    return meeting
