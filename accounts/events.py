"""Deeds of this app, in words."""

from audit.events import Kind

MEMBERSHIP_GRANTED = Kind("accounts.membership_granted", "{name} was made {role} at {place} from {starts_on}.")
ROLE_SWITCHED = Kind("accounts.role_switched", "{name} went on as {role}, {place}.")
ACCOUNT_MADE = Kind("accounts.account_made", "An account was made for {name}.")
SECOND_FACTOR_SET_UP = Kind("accounts.second_factor_set_up", "A second factor was set up for {name}.")
SECOND_FACTOR_RESET = Kind("accounts.second_factor_reset", "The second step of {name} was reset: {reason}")
SESSIONS_ENDED = Kind("accounts.sessions_ended", "Every session of {name} was ended.")
IDENTITY_CONNECTED = Kind("accounts.identity_connected", "{name} connected a smartcard to their account.")
IDENTITY_DISCONNECTED = Kind("accounts.identity_disconnected", "{name} disconnected their smartcard.")
CAME_IN_BY_PROVIDER = Kind("accounts.came_in_by_provider", "{name} signed in with a smartcard.")
PROVIDER_REFUSED = Kind("accounts.provider_refused", "A sign-in with a smartcard was refused: {why}.")
PROVIDER_ENDED_SESSIONS = Kind("accounts.provider_ended_sessions", "The smartcard’s provider ended {count} sessions.")
INVITED = Kind("accounts.invited", "{name} was invited to be {role} at {place} from {starts_on}.")
INVITED_AGAIN = Kind("accounts.invited_again", "{name} was sent the invitation to be {role} at {place} again.")
INVITATION_WITHDRAWN = Kind("accounts.invitation_withdrawn", "The invitation of {name} to be {role} was withdrawn.")
INVITATION_ACCEPTED = Kind("accounts.invitation_accepted", "{name} accepted to be {role} at {place}.")
MEMBERSHIP_ENDED = Kind("accounts.membership_ended", "{name} is {role} at {place} until {ends_on}: {reason}")
LEFT = Kind("accounts.left", "{name} has left and signs in here no more: {reason}")
CAME_BACK = Kind("accounts.came_back", "The account of {name}, who had left, was opened again.")
