"""How places and those who work there are reached, and which ways are to be tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from accounts.permissions import holds
from accounts.roles import Permission
from episodes import permissions
from episodes.contact_route import RouteStatus, standing, tried_since
from episodes.models import ContactRoute
from practices.models import Organisation, Post
from schemes import queries as schemes


class ShowRoutes(TextChoices):
    """The two lists of places."""

    DUE = "due", "To be tried, or missing"
    ALL = "all", "Every place"


def places_with_routes(user: Any, show: str, today: date) -> QuerySet[Organisation]:
    """The places that take part, by name: all of them for whoever sees people, or those with something to be tried.

    What is to be tried is asked of whoever may say how the place is reached: the place itself, and whoever runs the
    scheme. A place is on the list that has no route of its own, or one of somebody who left, or one not tried for the
    scheme's months; `episodes.contact_route.standing` says the same of one.
    """
    places: QuerySet[Organisation] = Organisation.objects.filter(
        pk__in=schemes.taking_part(today).order_by().values("organisation")
    ).order_by("name", "pk")
    if show == ShowRoutes.ALL:
        return places if holds(user, Permission.VIEW_PEOPLE) else places.none()
    if not holds(user, Permission.KEEP_ROUTE):
        return places.none()
    here = ContactRoute.objects.filter(organisation=OuterRef("pk"))
    own = Exists(here.filter(professional__isnull=True))
    months = schemes.protocol_on(user.acting.scheme_id, today).verify_months
    lapsed = Q(verified_on__lt=tried_since(today, months)) | Q(professional__isnull=False) & ~Exists(_post(today))
    own_places = Organisation.objects.visible_to(user)
    return places.filter(~own | Exists(here.filter(lapsed)), pk__in=own_places.order_by().values("pk"))


def _post(today: date) -> QuerySet[Post]:
    """The post in which the professional of a route works at its place today."""
    return Post.objects.held_on(today).filter(
        professional=OuterRef("professional"), organisation=OuterRef("organisation")
    )


@dataclass(frozen=True)
class RouteLine:
    """One way to reach somebody, and how it stands."""

    route: ContactRoute
    status: RouteStatus


@dataclass(frozen=True)
class PlaceRoutes:
    """One place with the ways to reach it and those who work there, and whether the reader may say so."""

    place: Organisation
    lines: Sequence[RouteLine]
    may_keep: bool

    @property
    def lacks_own(self) -> bool:
        """Whether there is no way to reach the place itself."""
        return not any(line.route.professional_id is None for line in self.lines)


def routes_at(places: Sequence[Organisation], user: Any, today: date) -> list[PlaceRoutes]:
    """The ways to reach each of these places: two statements, the scheme's number among them."""
    months = schemes.protocol_on(user.acting.scheme_id, today).verify_months
    found = ContactRoute.objects.filter(organisation__in=places).annotate(works_there=Exists(_post(today)))
    lines: dict[Any, list[RouteLine]] = {place.pk: [] for place in places}
    for route in found.select_related("professional", "organisation", "verified_by"):
        left = route.professional_id is not None and not route.works_there
        status = standing(verified_on=route.verified_on, has_left=left, today=today, months=months)
        lines[route.organisation_id].append(RouteLine(route, status))
    return [PlaceRoutes(place, lines[place.pk], permissions.can_keep_route(user, place)) for place in places]


def routes(user: Any) -> QuerySet[ContactRoute]:
    """The routes that this person may change."""
    found: QuerySet[ContactRoute] = ContactRoute.objects.filter(organisation__in=Organisation.objects.visible_to(user))
    return found.select_related("organisation", "professional")
