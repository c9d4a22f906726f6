"""What is entered about shared care: who answers for what, agreements, moves, collections and alerts."""

from episodes.forms.absence import AbsenceForm, own_professional
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
from episodes.forms.alert import AcknowledgeForm, CloseForm
from episodes.forms.caseload import CaseloadForm
from episodes.forms.clinical_query import (
    AnswerQueryForm,
    AskForm,
    NothingForm,
    RouteForm,
    SendBackForm,
)
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
from episodes.forms.handover import AnswerHandoverForm, HandoversForm, OfferForm, first_offer
from episodes.forms.knowledge import ArticleForm, ReasonForm, SearchForm, SecondLookForm
from episodes.forms.responsibility import (
    AspectForm,
    AssignForm,
    CorrectForm,
    GapsForm,
    HolderField,
    MomentForm,
    SupportForm,
    holder_choices,
)

__all__ = [
    "MINE",
    "AbsenceForm",
    "AcknowledgeForm",
    "AgreementFilterForm",
    "AgreementForm",
    "AgreementReviewForm",
    "AnswerForm",
    "AnswerHandoverForm",
    "AnswerQueryForm",
    "ArrangeForm",
    "ArticleForm",
    "AskForm",
    "AspectForm",
    "AssignForm",
    "CaseloadForm",
    "CloseForm",
    "ClosureForm",
    "ConfirmForm",
    "CopyForm",
    "CorrectCollectionForm",
    "CorrectForm",
    "DayListForm",
    "EndForm",
    "GapsForm",
    "HandoversForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "NothingForm",
    "NoticeForm",
    "OfferForm",
    "PaperAnswerForm",
    "ReasonForm",
    "RecordForm",
    "RouteForm",
    "RulesForm",
    "SearchForm",
    "SecondLookForm",
    "SendBackForm",
    "SupportForm",
    "WithdrawForm",
    "first_offer",
    "holder_choices",
    "own_professional",
]
