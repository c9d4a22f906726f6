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
