"""Deeds of this app, in words."""

from audit.events import Kind

REGISTER_STAGED = Kind("patients.register_staged", "A register, {filename}, was checked: {rows} rows.")
REGISTER_CONFIRMED = Kind(
    "patients.register_confirmed",
    "A register, {filename}, was brought in: {added} added, {updated} updated, {asked} put to somebody to decide,"
    " {rejected} not taken.",
)
REGISTER_DISCARDED = Kind(
    "patients.register_discarded", "A register, {filename}, was set aside; nothing was brought in."
)
QUESTION_ANSWERED = Kind("patients.question_answered", "{question}: {answer}.")
PERSON_ADDED = Kind("patients.person_added", "Added to the register of {practice}.")
PREFERENCE_RECORDED = Kind("patients.preference_recorded", "How to reach this person was recorded.")
OPTED_OUT = Kind("patients.opted_out", "Asked not to be invited from {starts_on}{until}: {reason}.")
OPT_OUT_ENDED = Kind("patients.opt_out_ended", "May be invited again after {ends_on}: {reason}.")
MOVED_AWAY = Kind("patients.moved_away", "Moved away on {on}.")
DIED = Kind("patients.died", "Died on {on}.")
# On nobody's timeline: who is asked about their looks is for the information-governance lead alone.
LOOKS_REVIEWED = Kind("patients.looks_reviewed", "Looks that stood out were reviewed: {outcome}.")
ORGANISATIONS_LINKED = Kind(
    "patients.organisations_linked", "From {starts_on} this person's care is shared with {organisations}."
)
