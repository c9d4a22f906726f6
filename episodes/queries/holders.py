"""Who could answer for an aspect of somebody's care."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from patients.models import CareLink, Patient
from practices.models import Kind, Organisation, Post, Profession, Professional


def posts_for(patient: Patient, day: date) -> QuerySet[Post]:
    """Posts held that day, the person's own practice first, then by organisation and name."""
    at_practice = Case(When(organisation_id=patient.practice_id, then=0), default=1)
    return (
        Post.objects.held_on(day)
        .select_related("professional", "organisation")
        .order_by(at_practice, "organisation__name", "professional__name", "pk")
    )


def works_at(professional_id: UUID, organisation_id: UUID, day: date) -> bool:
    """Whether somebody has a post at a place on the day."""
    return Post.objects.held_on(day).filter(professional=professional_id, organisation=organisation_id).exists()


def first_posts(posts: Iterable[Post]) -> dict[UUID, Post]:
    """Of each professional the first of these posts, in their order."""
    found: dict[UUID, Post] = {}
    for post in posts:
        found.setdefault(post.professional_id, post)
    return found


def by_place(posts: Iterable[Post]) -> list[tuple[str, list[Post]]]:
    """The posts under the names of their places, in their order."""
    groups: dict[str, list[Post]] = {}
    for post in posts:
        groups.setdefault(post.organisation.name, []).append(post)
    return list(groups.items())


def posts_of(holders: Iterable[Professional], patient: Patient, day: date) -> dict[UUID, Post]:
    """The post in which each answers for this person's care: at the person's practice when they have one there."""
    return first_posts(posts_for(patient, day).filter(professional__in=[holder.pk for holder in holders]))


def possible_holders(patient: Patient, day: date) -> list[tuple[str, list[Post]]]:
    """Who may be offered as a holder, by organisation, each professional once.

    The person's practice, the organisations linked to them, and every organisation that is not another practice.
    """
    linked = CareLink.objects.held_on(day).filter(patient=patient).values("organisation_id")
    near = Q(organisation_id=patient.practice_id) | Q(organisation_id__in=linked) | ~Q(organisation__kind=Kind.PRACTICE)
    return by_place(first_posts(posts_for(patient, day).filter(near)).values())


def not_taking_part(organisations: Iterable[Organisation], patient: Patient, day: date) -> list[Organisation]:
    """Those that neither see the person on that day nor will: not their practice, and no link that has not ended."""
    others = {each.pk: each for each in organisations if each.pk != patient.practice_id}
    links = CareLink.objects.filter(patient=patient, organisation__in=list(others)).exclude(ends_on__lt=day)
    linked = set(links.values_list("organisation_id", flat=True)) if others else set()
    return [each for pk, each in sorted(others.items()) if pk not in linked]


def default_coordinator(patient: Patient, by: Any, day: date) -> Professional | None:
    """The GP who co-ordinates when nobody else is named (B8): whoever starts it, when they are a GP at the person's
    practice; otherwise that practice's first GP by name; None when it has none."""
    own_first = Case(When(user=by, then=0), default=1)
    there = Post.objects.held_on(day).filter(organisation_id=patient.practice_id)
    gps = Professional.objects.filter(profession=Profession.GP, posts__in=there)
    return gps.order_by(own_first, "name", "pk").first()
