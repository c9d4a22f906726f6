"""Deeds of this app, in words."""

from audit.events import Kind

EPISODE_STARTED = Kind("episodes.episode_started", "Shared care started on {started_on}; care is {complexity}.")
EPISODE_SUSPENDED = Kind("episodes.episode_suspended", "Shared care was suspended.")
EPISODE_RESUMED = Kind("episodes.episode_resumed", "Shared care was resumed.")
EPISODE_ENDED = Kind("episodes.episode_ended", "Shared care ended on {ended_on}: {end_reason}.")
RESPONSIBILITY_ASSIGNED = Kind(
    "episodes.responsibility_assigned", "{holder} of {organisation} answers for {aspect}; before, {before} did."
)
RESPONSIBILITIES_NAMED = Kind("episodes.responsibilities_named", "From the start, {who_for_what}.")
RESPONSIBILITY_CORRECTED = Kind(
    "episodes.responsibility_corrected",
    "The record of who answers for {aspect} was corrected: from {since}{until} it was {holder}.",
)
SUPPORTER_ADDED = Kind("episodes.supporter_added", "{supporter} supports {aspect} from now on.")
SUPPORT_ENDED = Kind("episodes.support_ended", "{supporter} does not support {aspect} any more.")
ABSENCE_RECORDED = Kind("episodes.absence_recorded", "{professional} is away from {starts_on}{until}; {deputy}.")
ABSENCE_CALLED_OFF = Kind(
    "episodes.absence_called_off", "The absence of {professional} from {starts_on} was called off."
)
HANDOVER_OFFERED = Kind("episodes.handover_offered", "{giver} offered {aspect}{back} to {receiver}.")
HANDOVER_ACCEPTED = Kind(
    "episodes.handover_accepted", "{receiver} accepted {aspect}{back} from {giver}, and answers for it from now on."
)
HANDOVER_DECLINED = Kind(
    "episodes.handover_declined", "{receiver} declined {aspect}; {giver} goes on answering for it."
)
HANDOVER_RECALLED = Kind(
    "episodes.handover_recalled", "{giver} took {aspect} back from {receiver}, and answers for it."
)
COLLECTION_ARRANGED = Kind(
    "episodes.collection_arranged", "Collections at {pharmacy} were arranged from {starts_on}: {days}."
)
COLLECTION_ARRANGEMENT_ENDED = Kind(
    "episodes.collection_arrangement_ended", "The arrangement of collections at {pharmacy} ended on {ends_on}."
)
COLLECTION_RECORDED = Kind("episodes.collection_recorded", "{day} at {pharmacy}: {outcome}.")
COLLECTION_CORRECTED = Kind(
    "episodes.collection_corrected", "The record of {day} at {pharmacy} was corrected from {before} to {outcome}."
)
CLOSURE_RECORDED = Kind("episodes.closure_recorded", "{pharmacy} is closed from {starts_on} to {ends_on}.")
RULES_ADOPTED = Kind(
    "episodes.rules_adopted", "Version {number} of the numbers for collections and alerts was adopted from {starts_on}."
)
ALERT_RAISED = Kind("episodes.alert_raised", "An alert was raised at the level “{level}”: {about}.")
ALERT_HEIGHTENED = Kind("episodes.alert_heightened", "The alert came to the level “{level}”: {about}.")
ALERT_PASSED_ON = Kind("episodes.alert_passed_on", "The alert reached {whom}: {names}.")
ALERT_ACKNOWLEDGED = Kind("episodes.alert_acknowledged", "{name} has the alert.")
ALERT_CLOSED = Kind("episodes.alert_closed", "The alert was closed: {outcome}.")
AGREEMENT_DRAFTED = Kind("episodes.agreement_drafted", "Version {number} of the shared care agreement was begun.")
AGREEMENT_EDITED = Kind("episodes.agreement_edited", "Version {number} of the shared care agreement was worded anew.")
AGREEMENT_OFFERED = Kind(
    "episodes.agreement_offered",
    "Version {number} of the shared care agreement was offered to {parties}, to be answered by {answer_by}.",
)
AGREEMENT_SIGNED = Kind(
    "episodes.agreement_signed", "{party} signed version {number} of the shared care agreement ({how})."
)
AGREEMENT_DECLINED = Kind(
    "episodes.agreement_declined", "{party} declined version {number} of the shared care agreement ({how})."
)
AGREEMENT_IN_FORCE = Kind(
    "episodes.agreement_in_force",
    "Everybody has signed version {number} of the shared care agreement: it holds from {begins} until {ends_on}.",
)
AGREEMENT_WITHDRAWN = Kind(
    "episodes.agreement_withdrawn", "Version {number} of the shared care agreement was withdrawn."
)
AGREEMENT_REVIEWED = Kind(
    "episodes.agreement_reviewed",
    "Version {number} of the shared care agreement was looked at and stays; it is looked at again by {review_on}.",
)
AGREEMENT_NOTICE = Kind(
    "episodes.agreement_notice", "{party} gave notice of the shared care agreement: it ends on {ends_on}."
)
AGREEMENT_ENDED = Kind(
    "episodes.agreement_ended", "Version {number} of the shared care agreement ended with shared care."
)
AGREEMENT_PRINTED = Kind(
    "episodes.agreement_printed", "Version {number} of the shared care agreement was printed for {party} ({variant})."
)
ARRANGEMENT_RECORDED = Kind(
    "episodes.arrangement_recorded", "How care is arranged from {starts_on} was put on record: {what}."
)
ARRANGEMENT_CORRECTED = Kind(
    "episodes.arrangement_corrected", "The record of how care is arranged from {starts_on} was corrected: {what}."
)
OWN_GP_TOLD = Kind("episodes.own_gp_told", "{practice} was told of this person's care on {told_on} ({how}).")
OWN_GP_TOLD_WITHDRAWN = Kind(
    "episodes.own_gp_told_withdrawn", "That {practice} was told on {told_on} was recorded by mistake."
)
COMPLEXITY_RECORDED = Kind(
    "episodes.complexity_recorded", "Care became {complexity} on {since}; before, it was {before}."
)
TRANSITION_OFFERED = Kind(
    "episodes.transition_offered",
    "A move was offered ({direction}): {sender} of {from_place} asked {receiver} of {to_place} to take over {aspect}.",
)
TRANSITION_ACCEPTED = Kind(
    "episodes.transition_accepted",
    "{receiver} of {to_place} accepted the move ({direction}) from {sender}, and answers for {aspect} from now on.",
)
TRANSITION_DECLINED = Kind(
    "episodes.transition_declined",
    "{receiver} of {to_place} declined the move ({direction}); {sender} goes on answering for {aspect}.",
)
TRANSITION_WITHDRAWN = Kind(
    "episodes.transition_withdrawn",
    "The move ({direction}) to {receiver} of {to_place} was withdrawn; {sender} goes on answering for {aspect}.",
)
QUERY_ASKED = Kind("episodes.query_asked", "A clinical query was asked ({urgency}).")
QUERY_ROUTED = Kind("episodes.query_routed", "A clinical query was sent to {clinician}; before, {before} had it.")
QUERY_SENT_BACK = Kind(
    "episodes.query_sent_back", "{clinician} sent a clinical query back for somebody else to answer."
)
QUERY_ANSWERED = Kind("episodes.query_answered", "{clinician} answered a clinical query ({ground}).")
QUERY_CLOSED = Kind("episodes.query_closed", "A clinical query was closed with its answer.")
QUERY_WITHDRAWN = Kind("episodes.query_withdrawn", "A clinical query was withdrawn.")
ARTICLE_PROPOSED = Kind(
    "episodes.article_proposed", "The answer to a clinical query was rewritten for the knowledge base."
)
ARTICLE_REWRITTEN = Kind("episodes.article_rewritten", "An article of the knowledge base was rewritten.")
ARTICLE_SENT_BACK = Kind("episodes.article_sent_back", "An article of the knowledge base was sent back to its writer.")
ARTICLE_PUBLISHED = Kind("episodes.article_published", "“{title}” was published in the knowledge base.")
ARTICLE_WITHDRAWN = Kind("episodes.article_withdrawn", "An article was withdrawn from the knowledge base.")
EXCHANGE_LOGGED = Kind("episodes.exchange_logged", "{sender} told {receiver} ({how}), {day}: {about}.")
EXCHANGE_ACKNOWLEDGED = Kind("episodes.exchange_acknowledged", "{receiver} acknowledged what was sent on {day}{told}.")
EXCHANGE_ACTION_DONE = Kind(
    "episodes.exchange_action_done", "What was to be done after the exchange of {day} was done."
)
EXCHANGE_WITHDRAWN = Kind(
    "episodes.exchange_withdrawn", "The record of the exchange of {day} was withdrawn as a mistake."
)
ROUTE_RECORDED = Kind("episodes.route_recorded", "A way to reach {whom} was put on record, and tried.")
ROUTE_CHANGED = Kind("episodes.route_changed", "The way to reach {whom} was changed, and tried.")
ROUTE_VERIFIED = Kind("episodes.route_verified", "The way to reach {whom} was tried, and works.")
ROUTE_REMOVED = Kind("episodes.route_removed", "The way to reach {whom} was removed.")
CASELOAD_REVIEW_PLANNED = Kind(
    "episodes.caseload_review_planned",
    "A review of the caseload of {gp} at {practice} with {reviewer} was planned for {day}.",
)
CASELOAD_REVIEW_MOVED = Kind(
    "episodes.caseload_review_moved",
    "The review of the caseload of {gp} at {practice} was moved to {day}, with {reviewer}.",
)
CASELOAD_REVIEW_OPENED = Kind(
    "episodes.caseload_review_opened",
    "The review of the caseload of {gp} at {practice} was opened with {people} on the list.",
)
CASELOAD_OUTCOME_RECORDED = Kind(
    "episodes.caseload_outcome_recorded", "Gone through in the review of the caseload of {gp}: {outcome}."
)
CASELOAD_REVIEW_SIGNED_OFF = Kind(
    "episodes.caseload_review_signed_off",
    "The review of the caseload of {gp} at {practice} was signed off; {next_one}.",
)
CASELOAD_REVIEW_CANCELLED = Kind(
    "episodes.caseload_review_cancelled", "The review of the caseload of {gp} at {practice} was cancelled."
)
