"""Keeping the ways in which places, and those who work there, are reached (C2)."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.freshness import check_fresh
from episodes import contact_route as rules
from episodes import events, permissions
from episodes.models import ContactRoute
from practices.models import Organisation, Post, Professional
from schemes import queries as schemes

MAY_NOT = "You may not say how this place is reached."
WAYS = ("direct_line", "secure_email", "deputy", "hours")


@transaction.atomic
def record_route(
    *, organisation: Organisation, by: Any, professional: Professional | None = None, **ways: str
) -> ContactRoute:
    """Put on record how a place, or somebody who works there now, is reached; it counts as tried today.

    Refused for a place that takes no part in the scheme, without a line or an address, for somebody without a post
    there, and when there is a route already.
    """
    if not permissions.can_keep_route(by, organisation):
        raise PermissionDenied(MAY_NOT)
    today = timezone.localdate()
    if not schemes.taking_part(today).filter(organisation=organisation).exists():
        raise ValidationError(f"{organisation} takes no part in the scheme now.")
    if (
        professional
        and not Post.objects.held_on(today).filter(professional=professional, organisation=organisation).exists()
    ):
        raise ValidationError({"professional": f"{professional} has no post there now."})
    rules.check_ways(direct_line=ways.get("direct_line", ""), secure_email=ways.get("secure_email", ""))
    route = ContactRoute(
        scheme_id=by.acting.scheme_id,
        organisation=organisation,
        professional=professional,
        verified_on=today,
        verified_by=by,
        **ways,
    )
    constraints.save(route)
    _record(events.ROUTE_RECORDED, route, by, {name: getattr(route, name) for name in WAYS})
    return route


@transaction.atomic
def change_route(*, route: ContactRoute, by: Any, version: int, **ways: str) -> ContactRoute:
    """Change how somebody is reached; it counts as tried today. What it was before stands in the record of deeds."""
    route = _held(route, by, version)
    rules.check_ways(direct_line=ways["direct_line"], secure_email=ways["secure_email"])
    before = {name: getattr(route, name) for name in WAYS}
    for name in WAYS:
        setattr(route, name, ways[name])
    _verify(route, by)
    _record(events.ROUTE_CHANGED, route, by, {name: [before[name], getattr(route, name)] for name in WAYS})
    return route


@transaction.atomic
def verify_route(*, route: ContactRoute, by: Any) -> ContactRoute:
    """Say that a way to reach somebody was tried today, and works."""
    route = _held(route, by)
    _verify(route, by)
    _record(events.ROUTE_VERIFIED, route, by, {})
    return route


@transaction.atomic
def remove_route(*, route: ContactRoute, by: Any) -> None:
    """Take a way to reach somebody off the list, such as a leaver's. What it was stands in the record of deeds."""
    route = _held(route, by)
    _record(events.ROUTE_REMOVED, route, by, {name: getattr(route, name) for name in WAYS})
    route.delete()


def _held(route: ContactRoute, by: Any, version: int | None = None) -> ContactRoute:
    """The route as it is now, held until the deed is done; refused when it changed since the page was opened."""
    if not permissions.can_keep_route(by, route.organisation):
        raise PermissionDenied(MAY_NOT)
    scope = ContactRoute.objects.select_for_update(of=("self",)).select_related("organisation", "professional")
    fresh = scope.filter(pk=route.pk).first()
    if fresh is None:
        raise ValidationError("Somebody else has removed this already.")
    check_fresh(fresh, version)
    return fresh


def _verify(route: ContactRoute, by: Any) -> None:
    route.verified_on, route.verified_by = timezone.localdate(), by
    route.version += 1
    constraints.save(route)


def _record(kind: Any, route: ContactRoute, by: Any, data: dict[str, Any]) -> None:
    whom = f"{route.professional} of {route.organisation}" if route.professional else str(route.organisation)
    audit.record(kind, subject=route, by=by, data=data, whom=whom)
