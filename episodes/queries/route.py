"""Whom a step of an alert's route reaches at a moment: people who sign in, may answer and may see the person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Permission, Role, may
from episodes.alerting import Whom
from episodes.models import Alert, Responsibility, Support
from episodes.queries.collections import rule_on
from patients import queries as patients
from patients.sight import ground
from practices.models import Kind

SUPERVISION, KEY_WORK, PRESCRIBING = "supervised_consumption", "key_work", "prescribing"


def reached_by(alert: Alert, whom: str, moment: datetime) -> list[User]:
    """Who is told at this step now. Nobody is told who may not see the person, or has left."""
    today = timezone.localdate(moment)
    ties = patients.ties_of(alert.episode.patient, moment)
    held = Membership.objects.held_on(today).filter(scheme_id=alert.scheme_id, user__is_active=True)
    for candidates in _candidates(alert, whom, moment, held.select_related("user").order_by("user__name", "pk")):
        found = {
            each.user_id: each.user
            for each in candidates
            if may(each.role, Permission.ANSWER_ALERT) and ground(patients.standing_of(each), ties)
        }
        if found:
            return list(found.values())
    return []


def _candidates(alert: Alert, whom: str, moment: datetime, held: Any) -> Iterator[Iterable[Membership]]:
    """The roles held now by whoever stands at this step; the next ones only where nobody of these can be told."""
    if whom == Whom.COORDINATOR:
        yield held.filter(role=Role.SCHEME_COORDINATOR)
    elif whom == Whom.DUTY_LEAD:
        rule = rule_on(alert.scheme_id, timezone.localdate(moment))
        yield held.filter(user=rule.duty_lead_id or alert.scheme.coordinator_id)
    elif whom == Whom.DEPUTY:
        answering = answering_for(alert, (SUPERVISION, KEY_WORK), moment)
        support = Support.objects.lasting_at(moment).filter(
            episode=alert.episode_id, aspect__code__in=(SUPERVISION, KEY_WORK)
        )
        yield held.filter(user__in=support.values("supporter__user"))
        places = {each.organisation_id for each in answering}
        yield held.filter(organisation_id__in=places).exclude(user__in={each.holder.user_id for each in answering})
    else:
        aspects = (PRESCRIBING,) if whom == Whom.PRESCRIBER else (SUPERVISION, KEY_WORK)
        for each in answering_for(alert, aspects, moment):
            yield held.filter(user=each.holder.user_id)


def answering_for(alert: Alert, aspects: tuple[str, ...], moment: datetime) -> list[Responsibility]:
    """Who answers for these aspects, in their order; a pharmacist does not count, because pharmacies raise alerts."""
    rows = Responsibility.objects.held_at(moment).filter(episode=alert.episode_id, aspect__code__in=aspects)
    rows = rows.exclude(organisation__kind=Kind.PHARMACY).select_related("holder", "aspect")
    return sorted(rows, key=lambda row: aspects.index(row.aspect.code))
