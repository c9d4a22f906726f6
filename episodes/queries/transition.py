"""Moves between services: what waits for whom, what became of each, and how many went which way."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from episodes.models import Episode, Transition, TransitionQuerySet
from episodes.queries.holders import by_place
from practices.models import Kind, Post, Profession, TierAward
from practices.tiers import Tier

TAKE_ON = (Profession.GP, Profession.SPECIALIST, Profession.NURSE)  # who may prescribe


class ShowTransitions(models.TextChoices):
    """The lists of moves."""

    MINE = "mine", "Waiting for my answer"
    WAITING = "waiting", "Waiting for an answer"
    ANSWERED = "answered", "Answered in the last 90 days"


def _with_people(moves: TransitionQuerySet) -> TransitionQuerySet:
    found: TransitionQuerySet = moves.select_related(
        "aspect", "sender", "receiver", "from_place", "to_place", "episode__patient"
    )
    return found


def transitions(user: Any, show: str, now: datetime) -> TransitionQuerySet:
    """One of the lists, among the people this person may see: what has waited longest first, or what was answered last.

    The moves of people who died or moved away wait for nobody.
    """
    seen = _with_people(Transition.objects.visible_to(user))
    if show == ShowTransitions.ANSWERED:
        recent = seen.filter(answered_at__gte=now - timedelta(days=90))
        return recent.order_by("-answered_at", "pk")
    waiting = seen.open().of_the_registered().order_by("answer_by", "offered_at", "pk")
    return waiting.filter(receiver__user=user) if show == ShowTransitions.MINE else waiting


def transition_page(user: Any, pk: Any) -> TransitionQuerySet:
    """One move with all that its page says."""
    seen = _with_people(Transition.objects.visible_to(user))
    found: TransitionQuerySet = seen.select_related("offered_by", "answered_by", "ended_by").filter(pk=pk)
    return found


def transitions_of(episode: Episode) -> TransitionQuerySet:
    """Every move there was in the episode, latest first."""
    found: TransitionQuerySet = _with_people(episode.transitions.all())
    return found


def transition_receivers(episode: Episode, from_place_id: Any, day: date) -> list[tuple[str, list[Post]]]:
    """Who could take a person on, by service, somebody with two posts twice: at services, at the person's own practice,
    and GPs with a special interest wherever they are; never at the place that has them now."""
    appointed = TierAward.objects.held_on(day).filter(tier=Tier.GPWSI).values("professional")
    near = (
        Q(organisation_id=episode.patient.practice_id)
        | Q(organisation__kind=Kind.SPECIALIST_SERVICE)
        | Q(professional__in=appointed)
    )
    posts = Post.objects.held_on(day).filter(near, professional__profession__in=TAKE_ON)
    return by_place(
        posts.exclude(organisation_id=from_place_id)
        .select_related("professional", "organisation")
        .order_by("-organisation__kind", "organisation__name", "professional__name", "pk")
    )
