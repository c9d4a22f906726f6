"""How much each holder and each practice carries, the kinds of arrangement kept apart (A4)."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from episodes.models import Episode, Responsibility
from episodes.queries.arrangement import with_type
from schemes.aspects import COORDINATION


def caseload_by_holder(day: date, aspect_code: str = COORDINATION) -> QuerySet[Responsibility, dict[str, Any]]:
    """How many people in open episodes each professional answers for now, by holder, holder__name, arrangement_type."""
    rows = Responsibility.objects.held_now().filter(aspect__code=aspect_code)
    types = with_type(Episode.objects.filter(pk=OuterRef("episode")), day).values("arrangement_type")
    typed = rows.annotate(arrangement_type=Subquery(types))
    counted = typed.values("holder", "holder__name", "arrangement_type").annotate(people=Count("episode"))
    return counted.order_by("holder__name", "-people", "arrangement_type")


def caseload_by_practice(day: date) -> QuerySet[Episode, dict[str, Any]]:
    """How many people of each practice are in open episodes now: patient__practice, name, arrangement_type, people."""
    rows = with_type(Episode.objects.open(), day)
    counted = rows.values("patient__practice", "patient__practice__name", "arrangement_type")
    return counted.annotate(people=Count("pk")).order_by("patient__practice__name", "arrangement_type")
