"""Every deed of this app, by the noun it is about."""

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
    "discard_register_import",
    "end_opt_out",
    "link_organisations",
    "record_contact_preference",
    "record_departure",
    "record_opt_out",
    "resolve_duplicate",
    "review_looks",
    "stage_register",
]
