"""Every write of the monitoring group, by the noun it is about."""

from monitoring.actions.action_item import cancel_action, carry_action, close_action, raise_action
from monitoring.actions.group import fill_seat, revise_terms, set_up_group, vacate_seat
from monitoring.actions.meeting import cancel_meeting, hold_meeting, plan_meeting, record_attendance
from monitoring.actions.minutes import add_agenda_item, approve_minutes, record_decision, write_minute
from monitoring.actions.report import claim_report, complete_report, fail_report, request_report, retry_report
from monitoring.actions.snapshot import freeze_dashboard

__all__ = [
    "add_agenda_item",
    "approve_minutes",
    "cancel_action",
    "cancel_meeting",
    "carry_action",
    "claim_report",
    "close_action",
    "complete_report",
    "fail_report",
    "fill_seat",
    "freeze_dashboard",
    "hold_meeting",
    "plan_meeting",
    "raise_action",
    "record_attendance",
    "record_decision",
    "request_report",
    "retry_report",
    "revise_terms",
    "set_up_group",
    "vacate_seat",
    "write_minute",
]
