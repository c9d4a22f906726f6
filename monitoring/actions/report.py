"""The wish for a document, and what came of it. The row is the queue."""

import hashlib
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from monitoring import events, lifecycle, permissions
from monitoring.lifecycle import ReportMove
from monitoring.models import DashboardSnapshot, IssuedDocument, Kind, Meeting, ReportRun

PROCESS = "monitoring.produce_report"


@transaction.atomic
def request_report(*, meeting: Meeting, by: Any) -> ReportRun:
    """Ask for the audit report on the figures a meeting saw. Asking twice gives the same wish; asking after a failure
    tries again. Refused while the meeting has no frozen figures."""
    if not permissions.can_hold_meetings(by):
        raise PermissionDenied("Only somebody who runs the group's meetings may ask for its reports.")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not DashboardSnapshot.objects.filter(meeting=meeting).exists():
        raise ValidationError("Freeze the figures for this meeting first; the report is made from them.")
    run, made = ReportRun.objects.get_or_create(
        scheme_id=meeting.scheme_id, meeting=meeting, kind=Kind.AUDIT_REPORT, defaults={"asked_by": by}
    )
    if made:
        audit.record(
            events.REPORT_REQUESTED,
            subject=meeting,
            by=by,
            document=Kind(run.kind).label,
            planned_on=meeting.planned_on,
        )
    return run


@transaction.atomic
def retry_report(*, run: ReportRun, by: Any) -> ReportRun:
    """Put a document that failed, or that was left half-made, back to wait."""
    if not permissions.can_hold_meetings(by):
        raise PermissionDenied("Only somebody who runs the group's meetings may ask for its reports.")
    run = ReportRun.objects.select_for_update(of=["self"]).select_related("meeting").get(pk=run.pk)
    run.status = lifecycle.REPORT.after(run.status, ReportMove.RETRY)
    run.reason = ""
    run.claimed_at = run.finished_at = None
    run.save(update_fields=["status", "reason", "claimed_at", "finished_at"])
    audit.record(
        events.REPORT_REQUESTED,
        subject=run.meeting,
        by=by,
        document=Kind(run.kind).label,
        planned_on=run.meeting.planned_on,
    )
    return run


@transaction.atomic
def claim_report(*, run_id: UUID) -> ReportRun | None:
    """Take a waiting document to be made; None when somebody else has it or it no longer waits."""
    run: ReportRun | None = ReportRun.objects.waiting().select_for_update(skip_locked=True).filter(pk=run_id).first()
    if run is None:
        return None
    run.status = lifecycle.REPORT.after(run.status, ReportMove.CLAIM)
    run.claimed_at = timezone.now()
    run.save(update_fields=["status", "claimed_at"])
    return run


@transaction.atomic
def complete_report(*, run: ReportRun, title: str, content: bytes) -> IssuedDocument:
    """Keep the finished document as bytes with its hash."""
    run = ReportRun.objects.select_for_update(of=["self"]).select_related("meeting").get(pk=run.pk)
    run.status = lifecycle.REPORT.after(run.status, ReportMove.COMPLETE)
    run.finished_at = timezone.now()
    run.save(update_fields=["status", "finished_at"])
    document = IssuedDocument.objects.create(
        scheme_id=run.scheme_id,
        meeting=run.meeting,
        kind=run.kind,
        title=title,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        asked_by_id=run.asked_by_id,
    )
    audit.record(
        events.DOCUMENT_ISSUED,
        subject=run.meeting,
        process=PROCESS,
        data={"sha256": document.sha256},
        document=Kind(run.kind).label,
        planned_on=run.meeting.planned_on,
    )
    return document


@transaction.atomic
def fail_report(*, run: ReportRun, reason: str) -> ReportRun:
    """Keep why the document could not be made; the page shows it, and somebody may try again."""
    run = ReportRun.objects.select_for_update(of=["self"]).select_related("meeting").get(pk=run.pk)
    run.status = lifecycle.REPORT.after(run.status, ReportMove.FAIL)
    run.reason = reason[:400]
    run.finished_at = timezone.now()
    run.save(update_fields=["status", "reason", "finished_at"])
    audit.record(
        events.REPORT_FAILED,
        subject=run.meeting,
        process=PROCESS,
        document=Kind(run.kind).label,
        planned_on=run.meeting.planned_on,
        reason=run.reason,
    )
    return run
