"""Every write about shared care: episodes, who answers for each aspect, collections, and alerts."""

from episodes.actions.alert import acknowledge_alert, close_alert, fire_next_step, sweep
from episodes.actions.closure import adopt_rules, record_closure
from episodes.actions.collection import (
    arrange_collection,
    correct_collection,
    end_arrangement,
    record_collections,
)
from episodes.actions.episode import move_episode, start_episode
from episodes.actions.locking import STALE
from episodes.actions.responsibility import assign_responsibility

__all__ = [
    "STALE",
    "acknowledge_alert",
    "adopt_rules",
    "arrange_collection",
    "assign_responsibility",
    "close_alert",
    "correct_collection",
    "end_arrangement",
    "fire_next_step",
    "move_episode",
    "record_closure",
    "record_collections",
    "start_episode",
    "sweep",
]
