"""Every deed of this app, by the noun it is about."""

from patients.actions.people import (
    end_opt_out,
    link_organisations,
    record_contact_preference,
    record_departure,
    record_opt_out,
)
from patients.actions.questions import resolve_duplicate
from patients.actions.registers import confirm_register_import, discard_register_import, stage_register
from patients.actions.rights import (
    add_statement,
    correct_identity,
    record_share_consent,
    release_processing,
    restrict_processing,
    withdraw_share_consent,
)

__all__ = [
    "add_statement",
    "correct_identity",
    "record_share_consent",
    "release_processing",
    "restrict_processing",
    "withdraw_share_consent",
    "confirm_register_import",
    "discard_register_import",
    "end_opt_out",
    "link_organisations",
    "record_contact_preference",
    "record_departure",
    "record_opt_out",
    "resolve_duplicate",
    "stage_register",
]
