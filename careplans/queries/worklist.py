"""Whose reviews are due: the list a GP opens, and the counts that lead to it. A count always equals its list."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, TextChoices

from accounts import queries as accounts
from accounts.roles import Role
from careplans.lifecycle import VersionStatus
from careplans.models import CarePlan, PlanVersion, Review
from careplans.models.plan import CarePlanQuerySet
from episodes.models import Responsibility
from schemes.aspects import COORDINATION

SOON_DAYS = 28


class Show(TextChoices):
    """Which part of the list."""

    ALL = "all", "Everyone, the overdue first"
    OVERDUE = "overdue", "Reviews overdue"
    DUE = "due", "Reviews due within 28 days"
    NO_AGREEMENT = "no_agreement", "No agreed plan"
    LEFT_OPEN = "left_open", "Being written by somebody who has left"


class Whose(TextChoices):
    """Whose people."""

    MINE = "mine", "People I answer for"
    EVERYONE = "everyone", "Everyone I may see"


def default_whose(user: Any) -> Whose:
    """A key worker's list is those they answer for; everybody else's is everyone their place looks after."""
    return Whose.MINE if user.acting and user.acting.role == Role.KEY_WORKER else Whose.EVERYONE


def open_plans(user: Any, whose: str) -> CarePlanQuerySet:
    """The open plans on somebody's list."""
    plans: CarePlanQuerySet = CarePlan.objects.visible_to(user).open()
    if whose == Whose.MINE:
        mine = Responsibility.objects.held_now().filter(holder__user=user)
        plans = plans.filter(episode__in=mine.values("episode"))
    return plans


def _without_agreement() -> Any:
    return ~Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), status=VersionStatus.AGREED))


def _left_open(today: date) -> Any:
    drafts = PlanVersion.objects.filter(accounts.has_left("author", today), status=VersionStatus.DRAFT)
    return Exists(drafts.filter(plan=OuterRef("pk")))


def _narrowed(plans: CarePlanQuerySet, show: str, today: date, within_days: int = SOON_DAYS) -> CarePlanQuerySet:
    if show == Show.OVERDUE:
        return plans.filter(next_review_on__lt=today)
    if show == Show.DUE:
        return plans.filter(next_review_on__range=(today, today + timedelta(days=within_days)))
    if show == Show.NO_AGREEMENT:
        return plans.filter(_without_agreement())
    if show == Show.LEFT_OPEN:
        return plans.filter(_left_open(today))
    return plans


def worklist(user: Any, today: date, *, show: str = Show.ALL, whose: str = "") -> CarePlanQuerySet:
    """The list, longest overdue first, with what each row says: the person, the last review, who co-ordinates."""
    plans = _narrowed(open_plans(user, whose or default_whose(user)), show, today)
    last = Review.objects.standing().filter(plan=OuterRef("pk")).order_by("-reviewed_on")
    coordinates = Responsibility.objects.held_now().filter(episode=OuterRef("episode"), aspect__code=COORDINATION)
    found: CarePlanQuerySet = (
        plans.select_related("patient", "patient__practice", "episode")
        .annotate(
            last_reviewed_on=Subquery(last.values("reviewed_on")[:1]),
            coordinator=Subquery(coordinates.values("holder__name")[:1]),
            without_agreement=_without_agreement(),
        )
        .order_by("next_review_on", F("patient__family_name"), F("patient__given_name"), "pk")
    )
    return found


def counts(user: Any, today: date, *, whose: str = "", within_days: int = SOON_DAYS) -> dict[str, int]:
    """How many are on each part of the list, in one statement; each equals the list it opens."""
    soon = Q(next_review_on__range=(today, today + timedelta(days=within_days)))
    plans = open_plans(user, whose or default_whose(user)).annotate(
        without_agreement=_without_agreement(), author_left=_left_open(today)
    )
    return plans.aggregate(
        **{
            Show.ALL.value: Count("pk"),
            Show.OVERDUE.value: Count("pk", filter=Q(next_review_on__lt=today)),
            Show.DUE.value: Count("pk", filter=soon),
            Show.NO_AGREEMENT.value: Count("pk", filter=Q(without_agreement=True)),
            Show.LEFT_OPEN.value: Count("pk", filter=Q(author_left=True)),
        }
    )


def reviews_overdue(user: Any, today: date) -> CarePlanQuerySet:
    """Plans on the user's list whose review should have happened before today."""
    return worklist(user, today, show=Show.OVERDUE)


def reviews_due(user: Any, today: date, within_days: int = SOON_DAYS) -> CarePlanQuerySet:
    """Plans on the user's list whose review falls today or within so many days; the overdue are counted apart."""
    return _narrowed(worklist(user, today), Show.DUE, today, within_days)


def plans_without_agreement(user: Any) -> CarePlanQuerySet:
    """Plans on the user's list of which no version has been agreed yet."""
    return open_plans(user, default_whose(user)).filter(_without_agreement())


def drafts_of_leavers(user: Any, today: date) -> CarePlanQuerySet:
    """Plans on the user's list with a version that somebody who has left was writing: it waits for its next author."""
    return worklist(user, today, show=Show.LEFT_OPEN)
