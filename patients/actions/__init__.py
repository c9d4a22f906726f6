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
    keep_linked,
    link_organisations,
    record_contact_preference,
    record_departure,
    record_opt_out,
    record_usual_gp,
    settle_link,
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
    "confirm_register_import",
    "correct_identity",
    "decide_emergency_access",
    "discard_register_import",
    "end_emergency_access",
    "end_opt_out",
    "give_named_access",
    "keep_linked",
    "lift_restriction",
    "link_organisations",
    "open_in_emergency",
    "record_contact_preference",
    "record_departure",
    "record_opt_out",
    "record_share_consent",
    "record_usual_gp",
    "release_processing",
    "resolve_duplicate",
    "restrict_processing",
    "restrict_record",
    "review_emergency_access",
    "review_looks",
    "settle_link",
    "stage_register",
    "withdraw_named_access",
    "withdraw_share_consent",
]
