"""Deeds of this app, in words. None of them names a person's address, and none says what a message said."""

from audit.events import Kind

CAMPAIGN_DRAFTED = Kind("recall.campaign_drafted", "The campaign {name} was drafted, for reviews due by {due_by}.")
COHORT_CAMPAIGN_DRAFTED = Kind("recall.cohort_campaign_drafted", "The campaign {name} was drafted, for {cohort}.")
CAMPAIGN_CHANGED = Kind("recall.campaign_changed", "The draft of the campaign {name} was changed.")
CAMPAIGN_CAUGHT_UP = Kind(
    "recall.campaign_caught_up",
    "The campaign {name} took in newcomers: {joined}. To be invited after all: {again}.",
)
CAMPAIGN_LAUNCHED = Kind(
    "recall.campaign_launched",
    "The campaign {name} was launched: {cohort} people, {waiting} to be invited and {excluded} not.",
)
CAMPAIGN_STOPPED = Kind(
    "recall.campaign_stopped", "The campaign {name} was stopped; {cancelled} people were not invited."
)
CAMPAIGN_OFF_BALANCE = Kind(
    "recall.campaign_off_balance",
    "The campaign {name} does not balance: {people} of {cohort} people are there, {misbooked} are counted wrongly, and "
    "for {stranded} nothing is under way.",
)
CAMPAIGN_FINISHED = Kind("recall.campaign_finished", "The campaign {name} finished.")
COHORT_MADE = Kind("recall.cohort_made", "The cohort {name} was made, found by {method}.")
COHORT_FILLED = Kind(
    "recall.cohort_filled", "{members} people were found for the cohort {name}; {left_out} were left out with a reason."
)
MEMBER_PROPOSED = Kind("recall.member_proposed", "The person was proposed for the cohort {name}.")
MEMBER_DECIDED = Kind("recall.member_decided", "It was decided about the person in the cohort {name}: {standing}.")
FAIR_PROCESSING_RECORDED = Kind(
    "recall.fair_processing_recorded", "How people were told of the use of their records for {name} was recorded."
)
COHORT_SIGNED_OFF = Kind("recall.cohort_signed_off", "The use of the cohort {name} was signed off.")
PERSON_TOLD = Kind("recall.person_told", "The person was told of their invitation in the campaign {name}: {way}.")
PERSON_NOT_REACHED = Kind(
    "recall.person_not_reached", "Somebody tried to tell the person of their invitation in the campaign {name}: {way}."
)
WORDING_CHANGED = Kind("recall.wording_changed", "The wording “{title}” was changed; it is now version {number}.")
WORDING_REVIEWED = Kind(
    "recall.wording_reviewed", "What service users said of “{title}”, version {number}, was recorded: {verdict}."
)
CLINICAL_CODE_CHANGED = Kind(
    "recall.clinical_code_changed", "The code by which practices enter “{event}” was changed to: {code}."
)
DISCLOSURE_LIST_CHANGED = Kind(
    "recall.disclosure_list_changed", "The words that no message says were changed; the list is now version {number}."
)
INVITATION_SENT = Kind("recall.invitation_sent", "Invitation {sequence} was sent by {channel}.")
INVITATION_FOUND = Kind("recall.invitation_found", "Invitation {sequence} by {channel} was found to have been sent.")
INVITATION_REFUSED = Kind("recall.invitation_refused", "Invitation {sequence} by {channel} was refused.")
INVITATION_NOT_DELIVERED = Kind(
    "recall.invitation_not_delivered", "Invitation {sequence} by {channel} was sent and did not arrive."
)
INVITATION_SETTLED = Kind("recall.invitation_settled", "Invitation {sequence} by {channel} was settled as {settled}.")
INVITATION_RETRIED = Kind("recall.invitation_retried", "The person is to be invited again, by {channel}.")
LETTERS_PRINTED = Kind("recall.letters_printed", "A print file of {letters} letters was made for the campaign {name}.")
LETTERS_POSTED = Kind("recall.letters_posted", "{letters} letters of the campaign {name} were posted on {posted_on}.")
ANSWER_RECORDED = Kind("recall.answer_recorded", "An answer to the invitation was recorded: {response}.")
CONCERN_SETTLED = Kind("recall.concern_settled", "What was answered was looked into: {finding}.")
ATTENDANCE_RECORDED = Kind("recall.attendance_recorded", "It was recorded what became of the appointment: {outcome}.")
TEXT_NOT_UNDERSTOOD = Kind("recall.text_not_understood", "A text came back that somebody has to read.")
TEXT_READ = Kind("recall.text_read", "A text that came back was read.")
REMINDERS_PLANNED = Kind(
    "recall.reminders_planned", "{reminders} people are to be invited again in the campaign {name}."
)
SENDING_HELD = Kind("recall.sending_held", "Sending was held: {reason}")
SENDING_RELEASED = Kind("recall.sending_released", "Sending was released.")
