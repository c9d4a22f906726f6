"""Who is away now or will be, and who could stand in."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.permissions import holds
from accounts.roles import Permission
from episodes.models import Absence, AbsenceQuerySet
from episodes.queries.holders import by_place, first_posts
from practices.models import Post, Professional


def absences(user: Any, today: date) -> AbsenceQuerySet:
    """Those that are not over, of the people whose absence this person may record, soonest first."""
    found: AbsenceQuerySet = Absence.objects.not_over(today).filter(professional__in=recordable(user))
    return found.select_related("professional", "deputy").order_by("starts_on", "professional__name", "pk")


def recordable(user: Any) -> QuerySet[Professional]:
    """Whose absence this person may record, as `permissions.can_record_absence` decides for one."""
    everybody: QuerySet[Professional] = Professional.objects.all()
    if not holds(user, Permission.VIEW_PEOPLE):
        return everybody.none()
    if not holds(user, Permission.ASSIGN_RESPONSIBILITY):
        return everybody.filter(user=user)
    here = user.acting.organisation_id
    return everybody if here is None else everybody.filter(posts__organisation=here).distinct()


def possible_deputies(day: date) -> list[tuple[str, list[Post]]]:
    """Everybody with a post that day, each once, by organisation and name."""
    posts = Post.objects.held_on(day).select_related("professional", "organisation")
    return by_place(first_posts(posts.order_by("organisation__name", "professional__name", "pk")).values())
