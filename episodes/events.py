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
