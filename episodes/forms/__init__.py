"""What is entered about shared care: who answers for what, and moves of an episode."""

from episodes.forms.episode import MoveForm
from episodes.forms.responsibility import AssignForm, CorrectForm, GapsForm, HolderField, MomentForm, holder_choices

__all__ = ["AssignForm", "CorrectForm", "GapsForm", "HolderField", "MomentForm", "MoveForm", "holder_choices"]
