"""What needs a person: each a list, whose length is the count shown on Today."""

from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from recall.answering import Response
from recall.balance import State
from recall.lifecycle import AttemptState, Status
from recall.models import (
    Answer,
    BalanceCheck,
    Booking,
    Campaign,
    Concern,
    Invitation,
    InvitationAttempt,
    PrintRun,
    UnreadText,
)
from recall.permissions import can_run_campaign
from recall.queries import statements
from recall.schedule import Step


def failed_members(user: Any) -> QuerySet[Invitation]:
    """People whom an invitation did not reach, in the running campaigns this person runs.

    Where the daily count found people for whom nothing is under way, they are here too: they can be tried again.
    """
    stranding = set(BalanceCheck.objects.filter(stranded__gt=0).values_list("campaign", flat=True))
    running = Invitation.objects.filter(campaign__in=Campaign.objects.visible_to(user), campaign__status=Status.RUNNING)
    found: QuerySet[Invitation] = running.filter(state=State.FAILED)
    if stranding:
        found |= running.stranded().filter(campaign__in=stranding)
    return found.select_related("patient", "practice", "campaign")


def people_to_tell(user: Any) -> QuerySet[Invitation]:
    """People in sight of running campaigns whom no message reaches: somebody rings them, or tells them at a visit.

    How often that was tried, and when last, is said with each.
    """
    tried = Q(attempts__state=AttemptState.MISSED)
    found: QuerySet[Invitation] = Invitation.objects.visible_to(user).to_tell()
    return (
        found.select_related("patient", "practice", "campaign")
        .annotate(tries=Count("attempts", filter=tried), last_try=Max("attempts__settled_at", filter=tried))
        .order_by("campaign__launched_at", "patient__family_name", "patient__given_name", "pk")
    )


def unknown_attempts(user: Any) -> QuerySet[InvitationAttempt]:
    """Attempts of which nobody knows whether they left."""
    return (
        InvitationAttempt.objects.filter(
            invitation__campaign__in=Campaign.objects.visible_to(user), state=AttemptState.UNKNOWN
        )
        .select_related("invitation__patient", "invitation__practice", "invitation__campaign")
        .order_by("claimed_at", "pk")
    )


def no_answer_members(user: Any) -> QuerySet[Invitation]:
    """People in sight who did not answer the last invitation: a clinician decides (H14). None is ever dropped."""
    today = timezone.localdate()
    undecided = [
        invitation
        for campaign in Campaign.objects.running().select_related("protocol")
        for invitation, step in statements.steps(campaign, today).items()
        if step == Step.DECIDE
    ]
    found: QuerySet[Invitation] = Invitation.objects.visible_to(user).filter(pk__in=undecided)
    return found.select_related("patient", "practice", "campaign").prefetch_related("attempts")


def print_runs_to_post(user: Any) -> QuerySet[PrintRun]:
    """Print files whose letters nobody has recorded as posted."""
    found: QuerySet[PrintRun] = PrintRun.objects.visible_to(user).to_post().select_related("campaign")
    return found.order_by("made_at", "pk")


def open_concerns(user: Any) -> QuerySet[Concern]:
    """Answers that somebody named has to look into, of the people in sight, the oldest first."""
    found: QuerySet[Concern] = Concern.objects.visible_to(user).unsettled()
    return found.select_related("patient__practice", "answer__invitation__campaign", "holder")


def bookings_to_settle(user: Any) -> QuerySet[Booking]:
    """Appointments in the past of which nobody has said what became of them."""
    found: QuerySet[Booking] = Booking.objects.visible_to(user).unsettled().filter(booked_for__lt=timezone.now())
    return found.select_related("invitation__patient__practice", "invitation__campaign").order_by("booked_for", "pk")


def missed_members(user: Any) -> QuerySet[Invitation]:
    """People in sight who booked and did not attend, and have not been asked again or decided about since."""
    newest = Answer.objects.filter(invitation=OuterRef("pk")).order_by("-recorded_at", "-pk")
    found: QuerySet[Invitation] = (
        Invitation.objects.visible_to(user)
        .annotate(
            newest_answer=Subquery(newest.values("response")[:1]),
            ask_again_on=Subquery(newest.values("ask_again_on")[:1]),
        )
        .filter(newest_answer=Response.MISSED, campaign__status=Status.RUNNING)
    )
    return found.select_related("patient", "practice", "campaign").prefetch_related("bookings__outcome")


def texts_to_read(user: Any) -> QuerySet[UnreadText]:
    """Texts that came back and that somebody has to understand: of people in sight, and of nobody for who runs it."""
    seen = Q(invitation__in=Invitation.objects.visible_to(user))
    if can_run_campaign(user):
        seen |= Q(invitation__isnull=True)
    found: QuerySet[UnreadText] = UnreadText.objects.waiting().filter(seen)
    return found.select_related("patient__practice", "invitation")
