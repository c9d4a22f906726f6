"""Campaigns, the invitations of their cohorts, the attempts to deliver them, and what people answered."""

from recall.models.campaign import Campaign, CampaignStatusChange, Hold
from recall.models.cohort import Cohort, CohortFileRow, CohortMember
from recall.models.invitation import Answer, AttemptOutcome, Invitation, InvitationAttempt, Response
from recall.models.printing import PrintRun, PrintRunPosting
from recall.models.wording import Kind, Wording

__all__ = [
    "Answer",
    "AttemptOutcome",
    "Campaign",
    "CampaignStatusChange",
    "Cohort",
    "CohortFileRow",
    "CohortMember",
    "Hold",
    "Invitation",
    "InvitationAttempt",
    "Kind",
    "PrintRun",
    "PrintRunPosting",
    "Response",
    "Wording",
]
