"""Campaigns, the invitations of their cohorts, the attempts to deliver them, and what people answered."""

from recall.answering import Response
from recall.models.appointment import Booking, BookingOutcome, Concern
from recall.models.balance import BalanceCheck, BalanceEntry
from recall.models.campaign import Campaign, CampaignStatusChange, Hold
from recall.models.coding import ClinicalCode
from recall.models.cohort import Cohort, CohortFileRow, CohortMember
from recall.models.invitation import Answer, AttemptOutcome, Invitation, InvitationAttempt
from recall.models.pace import SendingPace
from recall.models.printing import PrintRun, PrintRunPosting
from recall.models.receipt import Callback, DeliveryReceipt
from recall.models.reply import ReplyLink, UnreadText
from recall.models.wording import DisclosureList, Wording, WordingReview
from recall.variants import Kind

__all__ = [
    "Answer",
    "AttemptOutcome",
    "BalanceCheck",
    "BalanceEntry",
    "Booking",
    "BookingOutcome",
    "Callback",
    "Campaign",
    "CampaignStatusChange",
    "ClinicalCode",
    "Cohort",
    "CohortFileRow",
    "CohortMember",
    "Concern",
    "DeliveryReceipt",
    "DisclosureList",
    "Hold",
    "Invitation",
    "InvitationAttempt",
    "Kind",
    "PrintRun",
    "PrintRunPosting",
    "ReplyLink",
    "Response",
    "SendingPace",
    "UnreadText",
    "Wording",
    "WordingReview",
]
