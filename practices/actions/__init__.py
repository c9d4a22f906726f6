"""Everything that is done to practices, professionals and their tiers."""

from practices.actions.directory import add_organisation, add_professional
from practices.actions.practice_import import (
    confirm_practice_import,
    discard_practice_import,
    look_again,
    preview_practice_import,
)
from practices.actions.tier import appoint_gpwsi, award_tier, end_tier, record_qualification

__all__ = [
    "add_organisation",
    "add_professional",
    "appoint_gpwsi",
    "award_tier",
    "confirm_practice_import",
    "discard_practice_import",
    "end_tier",
    "look_again",
    "preview_practice_import",
    "record_qualification",
]
