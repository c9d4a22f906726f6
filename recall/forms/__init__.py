"""Every form of this app, by the noun it is about."""

from recall.forms.answers import AnswerForm, AttendanceForm, BirthdayForm, ConcernForm, ReplyForm, SlipForm, TellingForm
from recall.forms.campaigns import CampaignForm, LaunchForm, PostingForm, SettleForm, StopForm
from recall.forms.coding import ClinicalCodeForm, CodedEventsForm
from recall.forms.cohorts import CohortForm, FairProcessingForm, MemberForm, ProposalForm, ScoresForm
from recall.forms.wordings import DisclosureListForm, VariantForm, WordingForm, WordingReviewForm

__all__ = [
    "AnswerForm",
    "AttendanceForm",
    "BirthdayForm",
    "CampaignForm",
    "ClinicalCodeForm",
    "CodedEventsForm",
    "CohortForm",
    "ConcernForm",
    "DisclosureListForm",
    "FairProcessingForm",
    "LaunchForm",
    "MemberForm",
    "PostingForm",
    "ProposalForm",
    "ReplyForm",
    "ScoresForm",
    "SettleForm",
    "SlipForm",
    "StopForm",
    "TellingForm",
    "VariantForm",
    "WordingForm",
    "WordingReviewForm",
]
