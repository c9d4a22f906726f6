"""Every write about shared care: starting, moving and ending it, who answers for each aspect, and handing that over."""

from episodes.actions.absence import cancel_absence, record_absence
from episodes.actions.episode import move_episode, start_episode
from episodes.actions.erasing import empty_words
from episodes.actions.handover import accept_handover, decline_handover, offer_handover, recall_handover
from episodes.actions.locking import STALE
from episodes.actions.responsibility import assign_responsibility, correct_responsibility

__all__ = [
    "STALE",
    "accept_handover",
    "assign_responsibility",
    "cancel_absence",
    "correct_responsibility",
    "decline_handover",
    "empty_words",
    "move_episode",
    "offer_handover",
    "recall_handover",
    "record_absence",
    "start_episode",
]
