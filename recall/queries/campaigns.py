"""What the pages of a campaign show."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from patients.models import Channel, Patient
from recall.balance import REASON_LABELS
from recall.models import Campaign, Invitation, InvitationAttempt
from recall.queries import statements


@dataclass(frozen=True)
class Line:
    """One line of a preview: what, how many, and the word that opens its list."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Preview:
    """Who would be in the cohort today: to be invited by channel, not to be invited by reason.

    `later` of those to be invited were contacted often enough this month, and wait for their day; `in_turn` wait for a
    week in which their practice has room.
    """

    by_channel: list[Line]
    by_reason: list[Line]
    later: int = 0
    in_turn: int = 0

    @property
    def invited(self) -> int:
        return sum(line.count for line in self.by_channel)

    @property
    def skipped(self) -> int:
        return sum(line.count for line in self.by_reason)

    @property
    def cohort(self) -> int:
        return self.invited + self.skipped


def preview(campaign: Campaign, today: date) -> Preview:
    """A verdict on everybody the campaign is about, counted; one statement."""
    found = statements.rows(statements.of_source(statements.PREVIEW, campaign), statements.monthly(campaign, today))
    return Preview(
        by_channel=[Line(channel, Channel(channel).label, n) for skip, channel, n, _, _ in found if channel],
        by_reason=[Line(skip, REASON_LABELS[skip], n) for skip, channel, n, _, _ in found if skip],
        later=sum(later for _, channel, _, later, _ in found if channel),
        in_turn=sum(in_turn for _, channel, _, _, in_turn in found if channel),
    )


def previewed_people(campaign: Campaign, today: date, verdict: str) -> tuple[QuerySet[Patient], dict[UUID, date]]:
    """The people behind one line of the preview, and the day from which each of them may hear."""
    found = statements.rows(statements.of_source(statements.COHORT, campaign), statements.monthly(campaign, today))
    days = {patient: leaves or today for patient, skip, channel, _, leaves in found if (skip or channel) == verdict}
    people: QuerySet[Patient] = Patient.objects.filter(pk__in=days).select_related("practice")
    return people, days


def campaign_list(user: Any) -> QuerySet[Campaign]:
    """The campaigns this person runs, newest first."""
    found: QuerySet[Campaign] = Campaign.objects.visible_to(user)
    return found.select_related("cohort").order_by("-drafted_at", "pk")


def members(campaign: Campaign, *, state: str = "", reason: str = "") -> QuerySet[Invitation]:
    """The cohort, or those of one state or reason, with their attempts and answers."""
    found: QuerySet[Invitation] = Invitation.objects.filter(campaign=campaign)
    if state:
        found = found.filter(state=state)
    if reason:
        found = found.filter(reason=reason)
    return found.select_related("patient", "practice").prefetch_related(
        Prefetch("attempts", InvitationAttempt.objects.order_by("sequence")), "answers"
    )
