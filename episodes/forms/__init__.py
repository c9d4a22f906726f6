"""What is entered about shared care: who answers for what, what is agreed, and moves of an episode."""

from episodes.forms.agreement import (
    MINE,
    AgreementFilterForm,
    AgreementForm,
    AgreementReviewForm,
    AnswerForm,
    ConfirmForm,
    CopyForm,
    NoticeForm,
    PaperAnswerForm,
    WithdrawForm,
)
from episodes.forms.episode import MoveForm
from episodes.forms.responsibility import AssignForm, GapsForm, HolderField, MomentForm, holder_choices

__all__ = [
    "MINE",
    "AgreementFilterForm",
    "AgreementForm",
    "AgreementReviewForm",
    "AnswerForm",
    "AssignForm",
    "ConfirmForm",
    "CopyForm",
    "GapsForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "NoticeForm",
    "PaperAnswerForm",
    "WithdrawForm",
    "holder_choices",
]
