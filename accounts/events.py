"""Deeds of this app, in words."""

from audit.events import Kind

MEMBERSHIP_GRANTED = Kind("accounts.membership_granted", "{name} was made {role} at {place} from {starts_on}.")
ROLE_SWITCHED = Kind("accounts.role_switched", "{name} went on as {role}, {place}.")
ACCOUNT_MADE = Kind("accounts.account_made", "An account was made for {name}.")
SECOND_FACTOR_SET_UP = Kind("accounts.second_factor_set_up", "A second factor was set up for {name}.")
INVITED = Kind("accounts.invited", "{name} was invited to be {role} at {place} from {starts_on}.")
INVITED_AGAIN = Kind("accounts.invited_again", "{name} was sent the invitation to be {role} at {place} again.")
INVITATION_WITHDRAWN = Kind("accounts.invitation_withdrawn", "The invitation of {name} to be {role} was withdrawn.")
INVITATION_ACCEPTED = Kind("accounts.invitation_accepted", "{name} accepted to be {role} at {place}.")
MEMBERSHIP_ENDED = Kind("accounts.membership_ended", "{name} is {role} at {place} until {ends_on}: {reason}")
LEFT = Kind("accounts.left", "{name} has left and signs in here no more: {reason}")
CAME_BACK = Kind("accounts.came_back", "The account of {name}, who had left, was opened again.")
