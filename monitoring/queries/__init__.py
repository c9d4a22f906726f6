"""Reading the monitoring group's work, by the noun it is about."""

from monitoring.queries.group import (
    actions_of_leavers,
    actions_open,
    actions_overdue,
    empty_seats,
    find_minutes,
    holders_on,
    kept,
    meeting_overdue,
    minutes_to_approve,
    quorum_of,
    seats,
    seats_of_leavers,
    terms_on,
)
from monitoring.queries.meeting import MeetingRecord, attendance, documents, meeting_record, people_to_ask
from monitoring.queries.snapshot import MeasureReport, audit_report, frozen_figures

__all__ = [
    "MeasureReport",
    "MeetingRecord",
    "actions_of_leavers",
    "actions_open",
    "actions_overdue",
    "attendance",
    "audit_report",
    "documents",
    "empty_seats",
    "find_minutes",
    "frozen_figures",
    "holders_on",
    "kept",
    "meeting_overdue",
    "meeting_record",
    "minutes_to_approve",
    "people_to_ask",
    "quorum_of",
    "seats",
    "seats_of_leavers",
    "terms_on",
]
