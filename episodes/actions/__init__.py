"""Every write about shared care: starting, moving and ending it, who answers for what, what is agreed in writing."""

from episodes.actions.agreement import (
    draft_agreement,
    edit_agreement,
    offer_agreement,
    review_agreement,
    withdraw_agreement,
)
from episodes.actions.copy import print_agreement
from episodes.actions.episode import move_episode, start_episode
from episodes.actions.locking import STALE
from episodes.actions.responsibility import assign_responsibility
from episodes.actions.signature import decline_agreement, give_notice, record_paper_answer, sign_agreement

__all__ = [
    "STALE",
    "assign_responsibility",
    "decline_agreement",
    "draft_agreement",
    "edit_agreement",
    "give_notice",
    "move_episode",
    "offer_agreement",
    "print_agreement",
    "record_paper_answer",
    "review_agreement",
    "sign_agreement",
    "start_episode",
    "withdraw_agreement",
]
