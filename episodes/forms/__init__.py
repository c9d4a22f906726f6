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
from episodes.forms.caseload_review import (
    CancelReviewForm,
    OutcomeForm,
    PlanReviewForm,
    ReviewsForm,
    SignOffForm,
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
from episodes.forms.contact_route import RouteForm, RoutesForm
from episodes.forms.episode import MoveForm
from episodes.forms.exchange import ExchangeForm, ExchangesForm, ToldForm, WithdrawExchangeForm
from episodes.forms.handover import AnswerHandoverForm, HandoversForm, OfferForm, first_offer
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
    "ArrangeForm",
    "AspectForm",
    "AssignForm",
    "CancelReviewForm",
    "CaseloadForm",
    "CloseForm",
    "ClosureForm",
    "ConfirmForm",
    "CopyForm",
    "CorrectCollectionForm",
    "CorrectForm",
    "DayListForm",
    "EndForm",
    "ExchangeForm",
    "ExchangesForm",
    "GapsForm",
    "HandoversForm",
    "HolderField",
    "MomentForm",
    "MoveForm",
    "NoticeForm",
    "OfferForm",
    "OutcomeForm",
    "PaperAnswerForm",
    "PlanReviewForm",
    "RecordForm",
    "ReviewsForm",
    "RouteForm",
    "RoutesForm",
    "RulesForm",
    "SignOffForm",
    "SupportForm",
    "ToldForm",
    "WithdrawExchangeForm",
    "WithdrawForm",
    "first_offer",
    "holder_choices",
    "own_professional",
]
