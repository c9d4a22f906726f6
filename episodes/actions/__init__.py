"""Every write about shared care: episodes, who answers for what, agreements, collections, alerts, clinical queries."""

from episodes.actions.absence import cancel_absence, record_absence
from episodes.actions.agreement import (
    draft_agreement,
    edit_agreement,
    offer_agreement,
    review_agreement,
    withdraw_agreement,
)
from episodes.actions.alert import acknowledge_alert, close_alert, fire_next_step, sweep
from episodes.actions.arrangement import (
    correct_arrangement,
    record_arrangement,
    record_own_gp_told,
    withdraw_own_gp_told,
)
from episodes.actions.caseload import CaseloadOffer, offer_caseload
from episodes.actions.caseload_review import (
    cancel_caseload_review,
    open_caseload_review,
    plan_caseload_review,
    record_outcome,
    replan_caseload_review,
    sign_off_caseload_review,
)
from episodes.actions.clinical_query import (
    answer_query,
    ask_query,
    close_query,
    route_query,
    send_query_back,
    withdraw_query,
)
from episodes.actions.closure import adopt_rules, record_closure
from episodes.actions.collection import arrange_collection, correct_collection, end_arrangement, record_collections
from episodes.actions.complexity import record_complexity
from episodes.actions.contact_route import change_route, record_route, remove_route, verify_route
from episodes.actions.copy import print_agreement
from episodes.actions.episode import move_episode, start_episode
from episodes.actions.erasing import empty_words
from episodes.actions.exchange import acknowledge_exchange, finish_next_action, log_exchange, withdraw_exchange
from episodes.actions.handover import accept_handover, decline_handover, offer_handover, recall_handover
from episodes.actions.knowledge import (
    propose_article,
    publish_article,
    rewrite_article,
    send_article_back,
    withdraw_article,
)
from episodes.actions.responsibility import assign_responsibility, correct_responsibility
from episodes.actions.signature import decline_agreement, give_notice, record_paper_answer, sign_agreement
from episodes.actions.support import add_supporter, end_support
from episodes.actions.transition import (
    accept_transition,
    decline_transition,
    offer_transition,
    withdraw_transition,
    withdraw_transitions_of_the_departed,
)

__all__ = [
    "CaseloadOffer",
    "accept_handover",
    "accept_transition",
    "acknowledge_alert",
    "acknowledge_exchange",
    "add_supporter",
    "adopt_rules",
    "answer_query",
    "arrange_collection",
    "ask_query",
    "assign_responsibility",
    "cancel_absence",
    "cancel_caseload_review",
    "change_route",
    "close_alert",
    "close_query",
    "correct_arrangement",
    "correct_collection",
    "correct_responsibility",
    "decline_agreement",
    "decline_handover",
    "decline_transition",
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
    "offer_transition",
    "open_caseload_review",
    "plan_caseload_review",
    "print_agreement",
    "propose_article",
    "publish_article",
    "recall_handover",
    "record_absence",
    "record_arrangement",
    "record_closure",
    "record_collections",
    "record_complexity",
    "record_outcome",
    "record_own_gp_told",
    "record_paper_answer",
    "record_route",
    "remove_route",
    "replan_caseload_review",
    "review_agreement",
    "rewrite_article",
    "route_query",
    "send_article_back",
    "send_query_back",
    "sign_agreement",
    "sign_off_caseload_review",
    "start_episode",
    "sweep",
    "verify_route",
    "withdraw_agreement",
    "withdraw_article",
    "withdraw_exchange",
    "withdraw_own_gp_told",
    "withdraw_query",
    "withdraw_transition",
    "withdraw_transitions_of_the_departed",
]
