"""Where nobody answers, or only somebody who has left."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Membership
from episodes.models import Episode, EpisodeQuerySet, Responsibility, ResponsibilityQuerySet
from schemes.aspects import NEEDED_UNLESS_STABLE, STABLE
from schemes.models import CareAspect


def gaps(episodes: EpisodeQuerySet | None = None, *, aspect: CareAspect | None = None) -> EpisodeQuerySet:
    """Open episodes in which nobody answers now for an aspect in force today, worst first; one statement for all.

    Each carries `nobody_for`: the aspects, as [{"id", "name"}] in the scheme's order.
    """
    today = timezone.localdate()
    holds = Responsibility.objects.held_now().filter(aspect=OuterRef("pk"), episode=OuterRef(OuterRef("pk")))
    care = CareAspect.objects.held_on(today).alias(
        complexity=ExpressionWrapper(OuterRef("complexity"), output_field=CharField())
    )
    unheld = care.exclude(code__in=NEEDED_UNLESS_STABLE, complexity=STABLE).filter(~Exists(holds))
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
    held = Membership.objects.filter(user=OuterRef("holder__user"), scheme_id=OuterRef("scheme_id"))
    found = Responsibility.objects.held_now().filter(episode__in=Episode.objects.visible_to(user))
    found = found.filter(Exists(held), ~Exists(held.not_over(today)))
    return found.select_related("holder", "aspect", "organisation", "episode__patient")
