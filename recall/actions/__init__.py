"""Every write of this app, one function a deed."""

from recall.actions.answers import record_answer, settle_concern
from recall.actions.appointments import record_attendance
from recall.actions.balances import check_balance, fold_entries
from recall.actions.callbacks import apply_receipt, apply_waiting_receipts, take_receipt, take_text
from recall.actions.campaigns import (
    catch_up,
    change_draft,
    draft_campaign,
    finish_campaign,
    launch_campaign,
    plan_reminders,
    stop_campaign,
)
from recall.actions.claims import claim_due, confirm_claim, expire_claims
from recall.actions.coding import change_clinical_code
from recall.actions.cohorts import (
    bring_in_scores,
    decide_member,
    fill_cohort,
    make_cohort,
    propose_member,
    record_fair_processing,
    sign_off_cohort,
)
from recall.actions.outcomes import brake, record_absence, record_find, record_outcome
from recall.actions.pace import give_back, take_turn
from recall.actions.printing import post_print_run, record_print_run, refuse_letters
from recall.actions.repairs import release_hold, settle_attempt, try_again
from recall.actions.replies import (
    answer_by_link,
    answer_by_slip,
    answer_by_text,
    disown_message,
    knock,
    open_link,
    read_text,
)
from recall.actions.telling import record_telling
from recall.actions.wordings import change_disclosure_list, change_wording, pass_shipped_wording, review_wording

__all__ = [
    "answer_by_link",
    "answer_by_slip",
    "answer_by_text",
    "apply_receipt",
    "apply_waiting_receipts",
    "brake",
    "bring_in_scores",
    "catch_up",
    "change_clinical_code",
    "change_disclosure_list",
    "change_draft",
    "change_wording",
    "check_balance",
    "claim_due",
    "confirm_claim",
    "decide_member",
    "disown_message",
    "draft_campaign",
    "expire_claims",
    "fill_cohort",
    "finish_campaign",
    "fold_entries",
    "give_back",
    "knock",
    "launch_campaign",
    "make_cohort",
    "open_link",
    "pass_shipped_wording",
    "plan_reminders",
    "post_print_run",
    "propose_member",
    "read_text",
    "record_absence",
    "record_answer",
    "record_attendance",
    "record_fair_processing",
    "record_find",
    "record_outcome",
    "record_print_run",
    "record_telling",
    "refuse_letters",
    "release_hold",
    "review_wording",
    "settle_attempt",
    "settle_concern",
    "sign_off_cohort",
    "stop_campaign",
    "take_receipt",
    "take_text",
    "take_turn",
    "try_again",
]
