"""Every write about shared care: starting, moving and ending it, and who answers for each aspect of it."""

from episodes.actions.episode import move_episode, start_episode
from episodes.actions.locking import STALE
from episodes.actions.responsibility import assign_responsibility, correct_responsibility

__all__ = ["STALE", "assign_responsibility", "correct_responsibility", "move_episode", "start_episode"]
