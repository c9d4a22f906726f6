"""Deeds of this app, in words."""

from audit.events import Kind

GROUP_SET_UP = Kind("monitoring.group_set_up", "{name} was set up with {seats} seats.")
TERMS_REVISED = Kind("monitoring.terms_revised", "Terms of reference, version {number}, from {starts_on}.")
SEAT_FILLED = Kind("monitoring.seat_filled", "{member} took the seat “{seat}” from {starts_on}.")
SEAT_VACATED = Kind("monitoring.seat_vacated", "{member} left the seat “{seat}” on {ends_on}.")
MEETING_PLANNED = Kind("monitoring.meeting_planned", "A meeting was planned for {planned_on} at {place}.")
MEETING_CANCELLED = Kind("monitoring.meeting_cancelled", "The meeting of {planned_on} was cancelled: {reason}.")
MEETING_HELD = Kind("monitoring.meeting_held", "The meeting of {planned_on} was held. {quorum}")
ATTENDANCE_RECORDED = Kind("monitoring.attendance_recorded", "Attendance of {planned_on} was recorded. {quorum}")
ITEM_ADDED = Kind("monitoring.agenda_item_added", "“{title}” was put on the agenda of {planned_on}.")
DASHBOARD_FROZEN = Kind("monitoring.dashboard_frozen", "The figures of {period} were frozen for {planned_on}.")
MINUTE_WRITTEN = Kind("monitoring.minute_written", "A minute was written under “{title}” of {planned_on}.")
DECISION_RECORDED = Kind("monitoring.decision_recorded", "Decision {number} of {planned_on} was recorded.")
ACTION_RAISED = Kind("monitoring.action_raised", "Action {number} of {planned_on} was given to {owner}, by {due_on}.")
ACTION_CLOSED = Kind("monitoring.action_closed", "Action {number} of {planned_on} was closed as done.")
ACTION_CARRIED = Kind("monitoring.action_carried", "Action {number} of {planned_on} was carried forward to {due_on}.")
ACTION_CANCELLED = Kind("monitoring.action_cancelled", "Action {number} of {planned_on} was cancelled: {reason}.")
MINUTES_APPROVED = Kind("monitoring.minutes_approved", "The minutes of {planned_on} were approved and locked.")
REPORT_REQUESTED = Kind("monitoring.report_requested", "{document} of {planned_on} was asked for.")
DOCUMENT_ISSUED = Kind("monitoring.document_issued", "{document} of {planned_on} was issued.")
REPORT_FAILED = Kind("monitoring.report_failed", "{document} of {planned_on} could not be made: {reason}")
