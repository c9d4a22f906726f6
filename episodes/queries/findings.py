"""What is wrong with collections before anybody misses one; each list is what Today counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextChoices

from accounts.models import Membership, User
from accounts.roles import Permission, Role, may
from episodes.models import CollectionArrangement
from episodes.queries.collections import affected_by_closures, own_or_all, reviews_overdue, rule_on
from episodes.queries.runs import days_not_recorded

NOT_RECORDED_BACK = 14  # days shown; what is older has long been an alert


class Finding(TextChoices):
    """The lists there are."""

    NOT_RECORDED = "not_recorded", "Days that nobody recorded"
    CLOSING = "closing", "Pharmacies closed for longer than doses can be taken home"
    REVIEW = "review", "Arrangements past their review"


@dataclass(frozen=True)
class Found:
    """One line of such a list."""

    arrangement: CollectionArrangement
    day: date
    until: date | None = None


def findings(user: Any, show: str, today: date) -> list[Found]:
    """The lines of one list, oldest first."""
    if show == Finding.CLOSING:
        closing = affected_by_closures(user, today)
        return [Found(each, closure.starts_on, closure.ends_on) for closure, held in closing for each in held]
    if show == Finding.REVIEW:
        return [Found(each, each.review_on) for each in reviews_overdue(user, today)]
    return _not_recorded(user, today)


def _not_recorded(user: Any, today: date) -> list[Found]:
    since = today - timedelta(days=NOT_RECORDED_BACK)
    seen = own_or_all(user, CollectionArrangement.objects.filter(starts_on__lt=today, episode__status="active"))
    seen = seen.exclude(ends_on__lt=since).exclude(episode__patient__status="deceased")
    arranged = {each.pk: each for each in seen.select_related("episode__patient", "pharmacy")}
    rule = rule_on(user.acting.scheme_id, today)
    missing = days_not_recorded(rule, today, arranged, back=NOT_RECORDED_BACK)
    return [Found(arranged[key], day) for key, day in missing]


def possible_leads(scheme_id: UUID, today: date) -> QuerySet[User]:
    """Who could be the scheme's duty lead: whoever may answer alerts here today."""
    roles = [role for role in Role if may(role, Permission.ANSWER_ALERT)]
    held = Membership.objects.held_on(today).filter(role__in=roles, scheme_id=scheme_id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")
