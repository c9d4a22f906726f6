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
from episodes.forms.arrangement import (
    ArrangementFilterForm,
    ArrangementForm,
    CorrectArrangementForm,
    ToldOwnGpForm,
    WithdrawToldForm,
    first_arrangement,
)
from episodes.forms.caseload import CaseloadForm
from episodes.forms.caseload_review import (
    CancelReviewForm,
    OutcomeForm,
    PlanReviewForm,
    ReviewsForm,
    SignOffForm,
)
from episodes.forms.clinical_query import (
    AnswerQueryForm,
    AskForm,
    NothingForm,
    RouteQueryForm,
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
from episodes.forms.complexity import ComplexityForm
from episodes.forms.contact_route import RouteForm, RoutesForm
from episodes.forms.episode import MoveForm
from episodes.forms.exchange import ExchangeForm, ExchangesForm, ToldForm, WithdrawExchangeForm
from episodes.forms.handover import AnswerHandoverForm, HandoversForm, OfferForm, first_offer
from episodes.forms.knowledge import ArticleForm, ReasonForm, SearchForm, SecondLookForm
from episodes.forms.match import MatchForm
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
from episodes.forms.transition import TransitionForm, TransitionsForm, first_transition

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
    "ArrangementFilterForm",
    "ArrangementForm",
    "ArticleForm",
    "AskForm",
    "AspectForm",
    "AssignForm",
    "CancelReviewForm",
    "CaseloadForm",
    "CloseForm",
    "ClosureForm",
    "ComplexityForm",
    "ConfirmForm",
    "CopyForm",
    "CorrectArrangementForm",
    "CorrectCollectionForm",
    "CorrectForm",
    "DayListForm",
    "EndForm",
    "ExchangeForm",
    "ExchangesForm",
    "GapsForm",
    "HandoversForm",
    "HolderField",
    "MatchForm",
    "MomentForm",
    "MoveForm",
    "NothingForm",
    "NoticeForm",
    "OfferForm",
    "OutcomeForm",
    "PaperAnswerForm",
    "PlanReviewForm",
    "ReasonForm",
    "RecordForm",
    "ReviewsForm",
    "RouteForm",
    "RouteQueryForm",
    "RoutesForm",
    "RulesForm",
    "SearchForm",
    "SecondLookForm",
    "SendBackForm",
    "SignOffForm",
    "SupportForm",
    "ToldForm",
    "ToldOwnGpForm",
    "TransitionForm",
    "TransitionsForm",
    "WithdrawExchangeForm",
    "WithdrawForm",
    "WithdrawToldForm",
    "first_arrangement",
    "first_offer",
    "first_transition",
    "holder_choices",
    "own_professional",
]
