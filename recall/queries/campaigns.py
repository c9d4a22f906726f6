"""What the pages of a campaign show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from audit import wall
from patients.models import Channel, Patient
from recall.balance import Balance, State
from recall.eligibility import Skip
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

    `later` of those to be invited were contacted often enough this month, and wait for their day.
    """

    by_channel: list[Line]
    by_reason: list[Line]
    later: int = 0

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
    """A verdict on everybody whose review is due, counted; one statement."""
    found = statements.rows(statements.of_source(statements.PREVIEW, campaign), statements.monthly(campaign, today))
    return Preview(
        by_channel=[Line(channel, Channel(channel).label, n) for skip, channel, n, _ in found if channel],
        by_reason=[Line(skip, Skip(skip).label, n) for skip, channel, n, _ in found if skip],
        later=sum(later for skip, channel, _, later in found if channel),
    )


def previewed_people(campaign: Campaign, today: date, verdict: str) -> QuerySet[Patient]:
    """The people behind one line of the preview."""
    found = statements.rows(statements.of_source(statements.COHORT, campaign), statements.parameters(campaign, today))
    chosen = [patient for patient, skip, channel, _ in found if (skip or channel) == verdict]
    people: QuerySet[Patient] = Patient.objects.filter(pk__in=chosen).select_related("practice")
    return people


def balance(campaign: Campaign) -> Balance:
    """Where everybody in the cohort is now; refuses to be anything that does not add up to the cohort at launch.

    Whoever was restricted since the launch is counted for those who may see them and for nobody else, so that no number
    is larger than its list. They still have to be there for it to add up.
    """
    found = list(
        Invitation.objects.filter(campaign=campaign).values_list("state", "reason").annotate(n=Count("pk")).order_by()
    )

    with wall.widened("how many of the cohort the reader may not see; told to nobody, it keeps the balance honest"):
        unseen = Invitation.objects.filter(campaign=campaign).count() - sum(n for *_, n in found)

    def part(state: State) -> dict[str, int]:
        return {reason: n for at, reason, n in sorted(found) if at == state}

    return Balance(
        cohort=(campaign.cohort_size or 0) - unseen,
        invited=sum(part(State.INVITED).values()),
        excluded=part(State.EXCLUDED),
        waiting=part(State.WAITING),
        failed=part(State.FAILED),
    )


def campaign_list(user: Any) -> QuerySet[Campaign]:
    """The campaigns this person runs, newest first, each with its cohort and how many of it are where."""
    counts = {
        name: Count("invitations", filter=Q(invitations__state=state))
        for name, state in (("invited", State.INVITED), ("waiting", State.WAITING), ("failed", State.FAILED))
    }
    found: QuerySet[Campaign] = Campaign.objects.visible_to(user).annotate(people=Count("invitations"), **counts)
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
