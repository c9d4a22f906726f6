"""What was offered to whom, and what waits for an answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from episodes.models import Episode, Handover, HandoverQuerySet


class ShowHandovers(models.TextChoices):
    """The lists of hand-overs."""

    MINE = "mine", "Waiting for my answer"
    WAITING = "waiting", "Waiting for an answer"
    RUN_OUT = "run_out", "Ran out unanswered"
    BACK_SOON = "in_course", "Delegated now"


def _with_people(offers: HandoverQuerySet) -> HandoverQuerySet:
    found: HandoverQuerySet = offers.select_related("aspect", "giver", "receiver", "organisation", "episode__patient")
    return found


def handovers(user: Any, show: str, now: datetime) -> HandoverQuerySet:
    """One of the lists, among the people this person may see, the most pressing first."""
    seen = _with_people(Handover.objects.visible_to(user).exclude(episode__status="ended"))
    if show == ShowHandovers.RUN_OUT:
        return seen.run_out_by(now).order_by("expires_at", "pk")
    if show == ShowHandovers.BACK_SOON:
        return seen.in_course_at(now).order_by("returns_at", "pk")
    waiting = seen.open_at(now).order_by("expires_at", "pk")
    return waiting.filter(receiver__user=user) if show == ShowHandovers.MINE else waiting


def handover_page(user: Any, pk: Any) -> HandoverQuerySet:
    """One hand-over with all that its page says."""
    seen = _with_people(Handover.objects.visible_to(user))
    found: HandoverQuerySet = seen.select_related("offered_by", "answered_by", "ended_by").filter(pk=pk)
    return found


def offers_in(episode: Episode, moment: datetime) -> dict[Any, Handover]:
    """By aspect, what stands offered in this episode or is delegated in it now; the offer where there are both."""
    rows: Iterable[Handover] = Handover.objects.filter(episode=episode).filter(
        Q(pk__in=Handover.objects.open_at(moment)) | Q(pk__in=Handover.objects.in_course_at(moment))
    )
    ordered = sorted(rows.select_related("giver", "receiver"), key=lambda row: row.status)  # type: ignore[attr-defined]
    return {row.aspect_id: row for row in ordered}


def offered_together(offer: Handover, moment: datetime) -> HandoverQuerySet:
    """What else of the same person's care the same giver has offered to the same receiver, and still stands."""
    rows = Handover.objects.open_at(moment).filter(episode=offer.episode_id, giver=offer.giver_id)
    found: HandoverQuerySet = rows.filter(receiver=offer.receiver_id).exclude(pk=offer.pk).select_related("aspect")
    return found.order_by("aspect__position", "pk")


def history_of(episode: Episode) -> HandoverQuerySet:
    """Every hand-over there was in the episode, latest first."""
    found: HandoverQuerySet = episode.handovers.select_related("aspect", "giver", "receiver")
    return found
