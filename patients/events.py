"""Deeds of this app, in words."""

from audit.events import Kind

ORGANISATION_LINKED = Kind(
    "patients.organisation_linked", "{organisation} takes part in this person's care from {starts_on}."
)
