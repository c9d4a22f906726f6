"""Deeds of this app, in words."""

from audit.events import Kind

SCHEME_SET_UP = Kind("schemes.scheme_set_up", "{name} was set up from {starts_on}, with {coordinator} as co-ordinator.")
SCHEME_EDITED = Kind("schemes.scheme_edited", "The scheme was edited: {changed}.")
STATUS_CHANGED = Kind("schemes.status_changed", "The scheme is now {status}.")
PARTICIPATION_BEGUN = Kind("schemes.participation_begun", "{organisation} takes part from {starts_on}.")
PARTICIPATION_ENDED = Kind("schemes.participation_ended", "{organisation} took part until {ends_on}: {reason}")
PROTOCOL_ADOPTED = Kind("schemes.protocol_adopted", "Protocol version {number} was adopted from {starts_on}: {source}")
ASPECT_ADDED = Kind("schemes.aspect_added", "“{name}” became an aspect of care from {starts_on}.")
ASPECT_ENDED = Kind("schemes.aspect_ended", "“{name}” was an aspect of care until {ends_on}.")
AGREEMENT_TEMPLATE_ADOPTED = Kind(
    "schemes.agreement_template_adopted",
    "Template {number} of shared care agreements was adopted from {starts_on}: {source}",
)
SPECIAL_POPULATION_BEGUN = Kind(
    "schemes.special_population_begun", "{organisation} is commissioned for {population} from {starts_on} ({basis})."
)
SPECIAL_POPULATION_ENDED = Kind(
    "schemes.special_population_ended", "{organisation} was commissioned for {population} until {ends_on}."
)
