"""Where nobody answers, or only somebody who has left."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts import queries as accounts
from episodes.models import Episode, EpisodeQuerySet, Responsibility, ResponsibilityQuerySet
from schemes.models import CareAspect


def gaps(episodes: EpisodeQuerySet | None = None, *, aspect: CareAspect | None = None) -> EpisodeQuerySet:
    """Open episodes in which nobody answers now for an aspect in force today, worst first; one statement for all.

    Each carries `nobody_for`: the aspects, as [{"id", "name"}] in the scheme's order.
    """
    today = timezone.localdate()
    holds = Responsibility.objects.held_now().filter(aspect=OuterRef("pk"), episode=OuterRef(OuterRef("pk")))
    unheld = CareAspect.objects.held_on(today).filter(~Exists(holds))
    narrowed = unheld.filter(pk=aspect.pk) if aspect else unheld
    scope = Episode.objects.all() if episodes is None else episodes
    found: EpisodeQuerySet = (
        scope.open()
        .filter(Exists(narrowed))
        .annotate(nobody_for=ArraySubquery(unheld.values(line=JSONObject(id="pk", name="name"))))
        .select_related("patient", "patient__practice")
        .order_by(F("nobody_for__len").desc(), "patient__family_name", "patient__given_name", "pk")
    )
    return found


def aspects_without_holder(user: Any, *, aspect: CareAspect | None = None) -> EpisodeQuerySet:
    """The same among the people this person may see: what Today counts and `episodes:gaps` lists."""
    return gaps(Episode.objects.visible_to(user), aspect=aspect)


def held_by_leavers(user: Any, today: date) -> ResponsibilityQuerySet:
    """What is still answered for by somebody who once signed in here and holds no role here now.

    Among the people this person may see. A professional who never signed in has not left by not signing in.
    """
    found = Responsibility.objects.held_now().filter(episode__in=Episode.objects.visible_to(user))
    found = found.filter(accounts.has_left("holder__user", today))
    return found.select_related("holder", "aspect", "organisation", "episode__patient")
