"""Deeds of this app, in words."""

from audit.events import Kind

PLAN_STARTED = Kind("careplans.plan_started", "A care plan was begun; its first review is due on {next_review_on}.")
GOAL_RECORDED = Kind("careplans.goal_recorded", "A goal was written in the person’s own words.")
GOAL_CORRECTED = Kind("careplans.goal_corrected", "A goal was corrected; the earlier words are kept.")
GOAL_WITHDRAWN = Kind("careplans.goal_withdrawn", "A goal was taken out of the draft.")
ACTION_RECORDED = Kind("careplans.action_recorded", "An action was added to a goal: {what}.")
ACTION_WITHDRAWN = Kind("careplans.action_withdrawn", "An action was taken out of the draft: {what}.")
ESCALATION_WRITTEN = Kind("careplans.escalation_written", "What to do if things get worse was written into the draft.")
PLAN_AGREED = Kind("careplans.plan_agreed", "Version {number} of the plan was agreed on {agreed_on}.")
PLAN_REVISED = Kind("careplans.plan_revised", "Version {number} of the plan was begun.")
PLAN_ENDED = Kind("careplans.plan_ended", "The plan ended with shared care on {ended_on}.")
REVIEW_RECORDED = Kind("careplans.review_recorded", "The plan was reviewed on {reviewed_on}: {outcome}.")
REVIEW_CORRECTED = Kind("careplans.review_corrected", "The review of {reviewed_on} was corrected.")
PLAN_PRINTED = Kind("careplans.plan_printed", "Version {number} of the plan was printed, {variant}.")
