"""Alerts as they are read: those for me, those that nobody has, how each got here, and how fast they were had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet, TextChoices
from django.utils import timezone

from accounts.roles import Permission
from episodes import permissions
from episodes.lifecycle import AlertMove, AlertStatus
from episodes.models import (
    Alert,
    AlertQuerySet,
    AlertStatusChange,
    AlertStep,
    AlertTelling,
    CollectionArrangement,
    Episode,
    Responsibility,
)
from episodes.queries.collections import arrangement_on
from episodes.queries.route import KEY_WORK, PRESCRIBING, SUPERVISION
from episodes.responsibility import end_of, start_of
from patients.permissions import holds_for


class ShowAlerts(TextChoices):
    """Which alerts are listed."""

    MINE = "mine", "For me"
    OPEN = "open", "Nobody has yet"
    HELD = "held", "You have"
    TAKEN = "taken", "Somebody has, not closed"
    CLOSED = "closed", "Closed"


def alerts(user: Any, show: str) -> AlertQuerySet:
    """The alerts about the people one may see; gravest and oldest first, closed ones latest first."""
    seen = Alert.objects.visible_to(user)
    seen = seen.select_related("episode__patient", "arrangement__pharmacy", "held_by")
    if show == ShowAlerts.CLOSED:
        return seen.filter(status=AlertStatus.CLOSED).order_by("-closed_at")
    if show == ShowAlerts.TAKEN:
        return seen.filter(status=AlertStatus.ACKNOWLEDGED)
    if show == ShowAlerts.HELD:
        return seen.filter(status=AlertStatus.ACKNOWLEDGED, held_by=user)
    unanswered = seen.unanswered()
    return unanswered.filter(_mine(user)) if show == ShowAlerts.MINE else unanswered


def _mine(user: Any) -> Q:
    """About somebody one answers for, or passed on to oneself."""
    answered_for = Responsibility.objects.held_at(timezone.now()).filter(
        episode=OuterRef("episode"), holder__user=user, aspect__code__in=(SUPERVISION, KEY_WORK, PRESCRIBING)
    )
    told = AlertTelling.objects.filter(step__alert=OuterRef("pk"), user=user)
    return Q(Exists(answered_for)) | Q(Exists(told))


@dataclass(frozen=True)
class AlertPage:
    """One alert, how it got where it is, and whom it reaches next."""

    alert: Alert
    changes: list[AlertStatusChange]
    steps: list[AlertStep]
    may_answer: bool


def alert_page(alert: Alert, user: Any) -> AlertPage:
    """What the page of one alert shows: four statements."""
    told = Prefetch("tellings", AlertTelling.objects.select_related("user"))
    return AlertPage(
        alert=alert,
        changes=list(alert.changes.select_related("by")),
        steps=list(alert.steps.prefetch_related(told)),
        may_answer=permissions.can_answer_alert(user, alert.episode.patient),
    )


@dataclass(frozen=True)
class CollectionsPanel:
    """What the Person page shows of collections: what is arranged now, and every alert not yet closed."""

    episode: Episode
    arrangement: CollectionArrangement | None
    alerts: list[Alert]
    may_arrange: bool
    may_answer: bool


def collections_panel(episode: Episode | None, user: Any, today: date) -> CollectionsPanel | None:
    """Nothing for whoever is not in shared care."""
    if episode is None:
        return None
    open_ = Alert.objects.filter(episode=episode).exclude(status=AlertStatus.CLOSED)
    return CollectionsPanel(
        episode=episode,
        arrangement=arrangement_on(episode, today),
        alerts=list(open_.select_related("held_by", "arrangement__pharmacy")),
        may_arrange=holds_for(user, Permission.ARRANGE_COLLECTION, episode.patient),
        may_answer=holds_for(user, Permission.ANSWER_ALERT, episode.patient),
    )


def alerts_of(episode: Episode) -> QuerySet[Alert]:
    """Every alert there was in the episode, latest first."""
    found: QuerySet[Alert] = episode.alerts.select_related("held_by", "arrangement__pharmacy").order_by("-raised_at")
    return found


@dataclass(frozen=True)
class Answered:
    """How alerts raised in a period were had: how many, how many by somebody at all, and how many in good time."""

    raised: int
    answered: int
    same_day: int
    middle_minutes: int | None


def answered(first: date, last: date) -> Answered:
    """The alerts raised from a day to a day, and how long each waited for the first person to say that they have it."""
    first_had = Min("changes__at", filter=Q(changes__move=AlertMove.ACKNOWLEDGE))
    zone = timezone.get_current_timezone()
    begins, ends = start_of(first, zone), end_of(last, zone)
    raised = Alert.objects.filter(raised_at__gte=begins, raised_at__lt=ends).annotate(first_had=first_had)
    waits = [(at, had) for at, had in raised.values_list("raised_at", "first_had").order_by()]
    had = [(at, moment) for at, moment in waits if moment is not None]
    return Answered(
        raised=len(waits),
        answered=len(had),
        same_day=sum(timezone.localdate(at) == timezone.localdate(moment) for at, moment in had),
        middle_minutes=_middle((moment - at) for at, moment in had),
    )


def _middle(waits: Iterable[timedelta]) -> int | None:
    """The middle one in minutes, the longer of two when they are even."""
    ordered = sorted(waits)
    return round(ordered[len(ordered) // 2].total_seconds() / 60) if ordered else None
