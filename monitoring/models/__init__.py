"""What the monitoring group keeps."""

from monitoring.models.document import IssuedDocument, Kind, ReportRun
from monitoring.models.group import Group, Seat, SeatHolder, TermsOfReference
from monitoring.models.meeting import (
    ActionChange,
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingStatusChange,
)
from monitoring.models.snapshot import DashboardSnapshot, SnapshotReason, SnapshotResult

__all__ = [
    "ActionChange",
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "DashboardSnapshot",
    "Decision",
    "Group",
    "IssuedDocument",
    "Kind",
    "Meeting",
    "MeetingStatusChange",
    "ReportRun",
    "Seat",
    "SeatHolder",
    "SnapshotReason",
    "SnapshotResult",
    "TermsOfReference",
]
