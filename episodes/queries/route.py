"""Whom a step of an alert's route reaches at a moment: people who sign in, may answer and may see the person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Permission, Role, may
from episodes.alerting import Whom
from episodes.models import Alert, Responsibility
from episodes.queries.collections import rule_on
from patients import queries as patients
from patients.sight import ground

SUPERVISION, KEY_WORK, PRESCRIBING = "supervised_consumption", "key_work", "prescribing"


def reached_by(alert: Alert, whom: str, moment: datetime) -> list[User]:
    """Who is told at this step now. Nobody is told who may not see the person, or has left."""
    today = timezone.localdate(moment)
    ties = patients.ties_of(alert.episode.patient, moment)
    held = Membership.objects.held_on(today).filter(scheme_id=alert.scheme_id, user__is_active=True)
    found: dict[Any, User] = {}
    for membership in _narrowed(alert, whom, moment, held.select_related("user").order_by("user__name", "pk")):
        if may(membership.role, Permission.ANSWER_ALERT) and ground(patients.standing_of(membership), ties):
            found.setdefault(membership.user_id, membership.user)
    return list(found.values())


def _narrowed(alert: Alert, whom: str, moment: datetime, held: Any) -> Iterable[Membership]:
    """The roles held now by whoever stands at this step."""
    if whom == Whom.COORDINATOR:
        return list(held.filter(role=Role.SCHEME_COORDINATOR))
    if whom == Whom.DUTY_LEAD:
        lead = rule_on(alert.scheme_id, timezone.localdate(moment)).duty_lead_id or alert.scheme.coordinator_id
        return list(held.filter(user=lead))
    aspects = (PRESCRIBING,) if whom == Whom.PRESCRIBER else (SUPERVISION, KEY_WORK)
    answering = answering_for(alert, aspects, moment)
    if answering is None:
        return []
    if whom == Whom.DEPUTY:
        return list(held.filter(organisation_id=answering.organisation_id).exclude(user=answering.holder.user_id))
    return list(held.filter(user=answering.holder.user_id))


def answering_for(alert: Alert, aspects: tuple[str, ...], moment: datetime) -> Responsibility | None:
    """Who answers for the first of these aspects that is not answered for by the pharmacy which raised the alert."""
    rows = Responsibility.objects.held_at(moment).filter(episode=alert.episode_id, aspect__code__in=aspects)
    rows = rows.exclude(organisation_id=alert.arrangement.pharmacy_id).select_related("holder", "aspect")
    return min(rows, key=lambda row: aspects.index(row.aspect.code), default=None)
