"""Deeds of this app, in words."""

from audit.events import Kind

MEMBERSHIP_GRANTED = Kind("accounts.membership_granted", "{name} was made {role} at {place} from {starts_on}.")
ROLE_SWITCHED = Kind("accounts.role_switched", "{name} went on as {role}, {place}.")
ACCOUNT_MADE = Kind("accounts.account_made", "An account was made for {name}.")
SECOND_FACTOR_SET_UP = Kind("accounts.second_factor_set_up", "A second factor was set up for {name}.")
SECOND_FACTOR_RESET = Kind("accounts.second_factor_reset", "The second factor of {name} was reset.")
SESSIONS_ENDED = Kind("accounts.sessions_ended", "Every session of {name} was ended.")
