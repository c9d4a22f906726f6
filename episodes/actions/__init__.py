"""Every write about shared care: episodes, who answers for what, agreements, collections, and alerts."""

from episodes.actions.absence import cancel_absence, record_absence
from episodes.actions.agreement import (
    draft_agreement,
    edit_agreement,
    offer_agreement,
    review_agreement,
    withdraw_agreement,
)
from episodes.actions.alert import acknowledge_alert, close_alert, fire_next_step, sweep
from episodes.actions.caseload import CaseloadOffer, offer_caseload
from episodes.actions.caseload_review import (
    cancel_caseload_review,
    open_caseload_review,
    plan_caseload_review,
    record_outcome,
    replan_caseload_review,
    sign_off_caseload_review,
)
from episodes.actions.closure import adopt_rules, record_closure
from episodes.actions.collection import arrange_collection, correct_collection, end_arrangement, record_collections
from episodes.actions.contact_route import change_route, record_route, remove_route, verify_route
from episodes.actions.copy import print_agreement
from episodes.actions.episode import move_episode, start_episode
from episodes.actions.erasing import empty_words
from episodes.actions.exchange import acknowledge_exchange, finish_next_action, log_exchange, withdraw_exchange
from episodes.actions.handover import accept_handover, decline_handover, offer_handover, recall_handover
from episodes.actions.locking import STALE
from episodes.actions.responsibility import assign_responsibility, correct_responsibility
from episodes.actions.signature import decline_agreement, give_notice, record_paper_answer, sign_agreement
from episodes.actions.support import add_supporter, end_support

__all__ = [
    "STALE",
    "CaseloadOffer",
    "accept_handover",
    "acknowledge_alert",
    "acknowledge_exchange",
    "add_supporter",
    "adopt_rules",
    "arrange_collection",
    "assign_responsibility",
    "cancel_absence",
    "cancel_caseload_review",
    "change_route",
    "close_alert",
    "correct_collection",
    "correct_responsibility",
    "decline_agreement",
    "decline_handover",
    "draft_agreement",
    "edit_agreement",
    "empty_words",
    "end_arrangement",
    "end_support",
    "finish_next_action",
    "fire_next_step",
    "give_notice",
    "log_exchange",
    "move_episode",
    "offer_agreement",
    "offer_caseload",
    "offer_handover",
    "open_caseload_review",
    "plan_caseload_review",
    "print_agreement",
    "recall_handover",
    "record_absence",
    "record_closure",
    "record_collections",
    "record_outcome",
    "record_paper_answer",
    "record_route",
    "remove_route",
    "replan_caseload_review",
    "review_agreement",
    "sign_agreement",
    "sign_off_caseload_review",
    "start_episode",
    "sweep",
    "verify_route",
    "withdraw_agreement",
    "withdraw_exchange",
]
