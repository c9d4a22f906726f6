"""Every form of this app, by the noun it is about."""

from patients.forms.people import (
    AnswerForm,
    DepartureForm,
    EmergencyForm,
    EmergencyReviewForm,
    EndOptOutForm,
    ImportForm,
    LookReviewForm,
    NameForm,
    OptOutForm,
    PeopleForm,
    PeriodForm,
    PreferencesForm,
    ReasonForm,
    RestrictForm,
)
from patients.forms.rights import (
    ConsentForm,
    IdentityForm,
    ObjectionForm,
    ReleaseForm,
    RestrictUseForm,
    StatementForm,
)

__all__ = [
    "AnswerForm",
    "ConsentForm",
    "DepartureForm",
    "EmergencyForm",
    "EmergencyReviewForm",
    "EndOptOutForm",
    "IdentityForm",
    "ImportForm",
    "LookReviewForm",
    "NameForm",
    "ObjectionForm",
    "OptOutForm",
    "PeopleForm",
    "PeriodForm",
    "PreferencesForm",
    "ReasonForm",
    "ReleaseForm",
    "RestrictForm",
    "RestrictUseForm",
    "StatementForm",
]
