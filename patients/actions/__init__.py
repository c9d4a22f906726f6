"""Every deed of this app, by the noun it is about."""

from patients.actions.access import give_named_access, lift_restriction, restrict_record, withdraw_named_access
from patients.actions.emergency import (
    decide_emergency_access,
    end_emergency_access,
    open_in_emergency,
    review_emergency_access,
)
from patients.actions.looks import review_looks
from patients.actions.people import (
    end_opt_out,
    link_organisations,
    record_contact_preference,
    record_departure,
    record_opt_out,
)
from patients.actions.questions import resolve_duplicate
from patients.actions.registers import confirm_register_import, discard_register_import, stage_register

__all__ = [
    "confirm_register_import",
    "decide_emergency_access",
    "discard_register_import",
    "end_emergency_access",
    "end_opt_out",
    "give_named_access",
    "lift_restriction",
    "link_organisations",
    "open_in_emergency",
    "record_contact_preference",
    "record_departure",
    "record_opt_out",
    "resolve_duplicate",
    "restrict_record",
    "review_emergency_access",
    "review_looks",
    "stage_register",
    "withdraw_named_access",
]
