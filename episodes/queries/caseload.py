"""How much each holder and each practice carries."""

from typing import Any

from django.db.models import Count, QuerySet

from episodes.models import Episode, Responsibility
from schemes.aspects import COORDINATION


def caseload_by_holder(aspect_code: str = COORDINATION) -> QuerySet[Responsibility, dict[str, Any]]:
    """How many people in open episodes each professional answers for now: holder, holder__name, people."""
    rows = Responsibility.objects.held_now().filter(aspect__code=aspect_code)
    return rows.values("holder", "holder__name").annotate(people=Count("episode")).order_by("-people", "holder__name")


def caseload_by_practice() -> QuerySet[Episode, dict[str, Any]]:
    """How many people of each practice are in shared care now: patient__practice, its name, people."""
    rows = Episode.objects.open().values("patient__practice", "patient__practice__name")
    return rows.annotate(people=Count("pk")).order_by("patient__practice__name")
