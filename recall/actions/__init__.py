"""Every write of this app, one function a deed."""

from recall.actions.answers import record_answer
from recall.actions.campaigns import draft_campaign, finish_campaign, launch_campaign, plan_reminders, stop_campaign
from recall.actions.claims import claim_due, confirm_claim, expire_claims
from recall.actions.cohorts import (
    bring_in_scores,
    decide_member,
    fill_cohort,
    make_cohort,
    propose_member,
    record_fair_processing,
    sign_off_cohort,
)
from recall.actions.outcomes import record_absence, record_find, record_outcome
from recall.actions.printing import post_print_run, record_print_run, refuse_letters
from recall.actions.repairs import release_hold, settle_attempt, try_again
from recall.actions.wordings import change_wording

__all__ = [
    "bring_in_scores",
    "change_wording",
    "claim_due",
    "confirm_claim",
    "decide_member",
    "draft_campaign",
    "expire_claims",
    "fill_cohort",
    "finish_campaign",
    "launch_campaign",
    "make_cohort",
    "plan_reminders",
    "post_print_run",
    "propose_member",
    "record_absence",
    "record_answer",
    "record_fair_processing",
    "record_find",
    "record_outcome",
    "record_print_run",
    "refuse_letters",
    "release_hold",
    "settle_attempt",
    "sign_off_cohort",
    "stop_campaign",
    "try_again",
]
