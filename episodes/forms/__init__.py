"""What is entered about shared care: who answers for what, and moves of an episode."""

from episodes.forms.absence import AbsenceForm, own_professional
from episodes.forms.episode import MoveForm
from episodes.forms.handover import AnswerForm, HandoversForm, OfferForm, first_offer
from episodes.forms.responsibility import AssignForm, CorrectForm, GapsForm, HolderField, MomentForm, holder_choices

__all__ = [
    "AbsenceForm",
    "AnswerForm",
    "AssignForm",
    "CorrectForm",
    "GapsForm",
    "HandoversForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "OfferForm",
    "first_offer",
    "holder_choices",
    "own_professional",
]
