"""What is entered about shared care: who answers for what, moves of an episode, collections and alerts."""

from episodes.forms.alert import AcknowledgeForm, CloseForm
from episodes.forms.collection import (
    ArrangeForm,
    ClosureForm,
    CorrectForm,
    DayListForm,
    EndForm,
    RecordForm,
    RulesForm,
)
from episodes.forms.episode import MoveForm
from episodes.forms.responsibility import AssignForm, GapsForm, HolderField, MomentForm, holder_choices

__all__ = [
    "AcknowledgeForm",
    "ArrangeForm",
    "AssignForm",
    "CloseForm",
    "ClosureForm",
    "CorrectForm",
    "DayListForm",
    "EndForm",
    "GapsForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "RecordForm",
    "RulesForm",
    "holder_choices",
]
