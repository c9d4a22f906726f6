"""How much each holder and each practice carries, the kinds of arrangement kept apart (A4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts import queries as accounts
from episodes.models import Episode, Responsibility
from episodes.queries.holders import by_place, first_posts
from practices.models import Kind, Post, Professional


@dataclass(frozen=True)
class Caseload:
    """Everything one professional answers for now, of the people the reader may see: by person, with the aspects."""

    holder: Professional
    people: list[tuple[Episode, list[Responsibility]]]


def caseloads(user: Any, now: datetime) -> QuerySet[Professional]:
    """Whoever answers for anything now, of the people this person may see: with `people`, `held` and `has_left`."""
    rows = Responsibility.objects.held_at(now).filter(episode__in=Episode.objects.visible_to(user))
    found = Professional.objects.filter(responsibilities__in=rows)
    counted = found.annotate(
        people=Count("responsibilities__episode", distinct=True),
        held=Count("responsibilities"),
        gone=accounts.has_left("user", timezone.localdate(now)),
    )
    return counted.order_by("-gone", "name", "pk")


def caseload_of(holder: Professional, user: Any, now: datetime) -> Caseload:
    """What this professional answers for now, of the people the reader may see, by name."""
    rows = Responsibility.objects.held_at(now).filter(holder=holder, episode__in=Episode.objects.visible_to(user))
    rows = rows.select_related("aspect", "episode__patient__practice")
    people: dict[Any, tuple[Episode, list[Responsibility]]] = {}
    for row in rows.order_by(
        "episode__patient__family_name", "episode__patient__given_name", "episode", "aspect__position"
    ):
        people.setdefault(row.episode_id, (row.episode, []))[1].append(row)
    return Caseload(holder, list(people.values()))


def possible_receivers(holder: Professional, day: date) -> list[tuple[str, list[Post]]]:
    """Who may be offered a whole caseload, by organisation, each professional once: colleagues at the holder's places,
    and whoever works at no practice."""
    places = Post.objects.filter(professional=holder).values("organisation_id")
    near = Q(organisation__in=places) | ~Q(organisation__kind=Kind.PRACTICE)
    posts = Post.objects.held_on(day).filter(near).exclude(professional=holder)
    ordered = posts.select_related("professional", "organisation").order_by(
        "organisation__name", "professional__name", "pk"
    )
    return by_place(first_posts(ordered).values())
