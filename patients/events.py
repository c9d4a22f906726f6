"""Deeds of this app, in words.

A sentence about a person says what was done and never who they are or what was typed about them: it outlives both.
"""

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
OPTED_OUT = Kind("patients.opted_out", "Asked not to be invited from {starts_on}{until}.")
OPT_OUT_ENDED = Kind("patients.opt_out_ended", "May be invited again after {ends_on}.")
MOVED_AWAY = Kind("patients.moved_away", "Moved away on {on}.")
DIED = Kind("patients.died", "Died on {on}.")
USUAL_GP_RECORDED = Kind("patients.usual_gp_recorded", "Their usual GP, from {starts_on}, is {gp}.")
# On nobody's timeline: who is asked about their looks is for the information-governance lead alone.
LOOKS_REVIEWED = Kind("patients.looks_reviewed", "Looks that stood out were reviewed: {outcome}.")
ORGANISATIONS_LINKED = Kind(
    "patients.organisations_linked", "From {starts_on} this person's care is shared with {organisations}."
)
OBJECTED = Kind("patients.objected", "Objected, from {starts_on}{until}, to use beyond their own care.")
OBJECTION_ENDED = Kind("patients.objection_ended", "No longer objects, after {ends_on}, to use beyond care.")
PROCESSING_RESTRICTED = Kind(
    "patients.processing_restricted", "This record is kept and not used: {ground}. Care as before: {care}."
)
PROCESSING_RELEASED = Kind(
    "patients.processing_released", "This record may be used again; the person was told on {told_on}."
)
CONSENTED = Kind("patients.consented", "Lets {scope} be shared with {recipient} from {starts_on}.")
CONSENT_WITHDRAWN = Kind("patients.consent_withdrawn", "No longer lets anything be shared with {recipient}.")
IDENTITY_CORRECTED = Kind("patients.identity_corrected", "Who this person is was corrected: {fields}.")
STATEMENT_ADDED = Kind("patients.statement_added", "The person's own statement was put beside the record.")
# What was said, and whose record it was, is kept beside these sentences, never in them.
EMERGENCY_OPENED = Kind("patients.emergency_opened", "Opened in an emergency, as {role}, {place}: {category}.")
EMERGENCY_ASKED = Kind("patients.emergency_asked", "Asked to open this record in an emergency: {category}.")
EMERGENCY_FAILED = Kind("patients.emergency_failed", "Tried to open a record in an emergency; none was opened.")
EMERGENCY_ENDED = Kind("patients.emergency_ended", "Finished with a record that was opened in an emergency.")
EMERGENCY_APPROVED = Kind("patients.emergency_approved", "Approved that the record be opened in an emergency.")
EMERGENCY_DECLINED = Kind("patients.emergency_declined", "Did not approve that the record be opened in an emergency.")
EMERGENCY_REVIEWED = Kind("patients.emergency_reviewed", "Reviewed an opening in an emergency: {outcome}.")
# The same words for all of these: whoever reads the timeline later is not told that the record was ever restricted.
RECORD_RESTRICTED = Kind("patients.record_restricted", "Who may open this record was decided.")
RESTRICTION_LIFTED = Kind("patients.restriction_lifted", "Who may open this record was decided.")
ACCESS_NAMED = Kind("patients.access_named", "Who may open this record was decided.")
ACCESS_WITHDRAWN = Kind("patients.access_withdrawn", "Who may open this record was decided.")
RESTRICTED_IN_REGISTER = Kind("patients.restricted_in_register", "A register that was sent in speaks of this person.")
