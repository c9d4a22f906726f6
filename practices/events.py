"""Deeds of this app, in words."""

from audit.events import Kind

IMPORT_STAGED = Kind("practices.import_staged", "{filename} was looked at for {commissioners}: {rows} rows.")
IMPORT_LOOKED_AT_AGAIN = Kind("practices.import_looked_at_again", "{filename} was looked at again.")
IMPORT_CONFIRMED = Kind(
    "practices.import_confirmed",
    "{filename} was imported for {commissioners}: practices added {added}, changed {changed}, closed {closed}.",
)
IMPORT_DISCARDED = Kind("practices.import_discarded", "{filename} was discarded; nothing was changed.")
ORGANISATION_ADDED = Kind("practices.organisation_added", "{name} was added to the directory ({what}).")
PROFESSIONAL_ADDED = Kind("practices.professional_added", "{name} was added at {organisation} from {starts_on}.")
QUALIFICATION_RECORDED = Kind("practices.qualification_recorded", "{name}: {evidence}, awarded {awarded_on}.")
GPWSI_APPOINTED = Kind(
    "practices.gpwsi_appointed",
    "{name} was appointed by {commissioner} as a GP with a special interest from {starts_on}.",
)
TIER_AWARDED = Kind("practices.tier_awarded", "{name} was awarded {tier} from {starts_on}.")
TIER_ENDED = Kind("practices.tier_ended", "{name} held {tier} until {ends_on}.")
