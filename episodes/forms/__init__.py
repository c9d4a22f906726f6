"""What is entered about shared care: who answers for what, moves of an episode, collections and alerts."""

from episodes.forms.absence import AbsenceForm, own_professional
from episodes.forms.alert import AcknowledgeForm, CloseForm
from episodes.forms.collection import (
    ArrangeForm,
    ClosureForm,
    CorrectCollectionForm,
    DayListForm,
    EndForm,
    RecordForm,
    RulesForm,
)
from episodes.forms.episode import MoveForm
from episodes.forms.handover import AnswerForm, HandoversForm, OfferForm, first_offer
from episodes.forms.responsibility import AssignForm, CorrectForm, GapsForm, HolderField, MomentForm, holder_choices

__all__ = [
    "AbsenceForm",
    "AcknowledgeForm",
    "AnswerForm",
    "ArrangeForm",
    "AssignForm",
    "CloseForm",
    "ClosureForm",
    "CorrectCollectionForm",
    "CorrectForm",
    "DayListForm",
    "EndForm",
    "GapsForm",
    "HandoversForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "OfferForm",
    "RecordForm",
    "RulesForm",
    "first_offer",
    "holder_choices",
    "own_professional",
]
