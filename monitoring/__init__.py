"""The monitoring group: seats, meetings, minutes, decisions, actions, frozen dashboards."""
