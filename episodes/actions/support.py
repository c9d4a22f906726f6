"""Saying who supports the holder of an aspect of somebody's care, and that they do so no longer."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries
from episodes.actions.responsibility import changed, let_see, open_episode
from episodes.models import Episode, Support
from practices.models import Professional
from schemes.models import CareAspect


@transaction.atomic
def add_supporter(
    *, episode: Episode, aspect: CareAspect, supporter: Professional, by: Any, version: int | None = None
) -> Support:
    """Let somebody support whoever answers for an aspect, from now on. Their organisation sees the person from today.

    Refused for an ended episode, for whoever answers for the aspect, for somebody who supports it already, and for
    somebody without a post.
    """
    if not permissions.can_assign_responsibility(by, episode.patient):
        raise PermissionDenied("You may not say who supports this person's care.")
    episode = open_episode(episode, version)
    now = timezone.now()
    post = _post_of(supporter, episode, aspect, now)
    support = Support(
        scheme_id=episode.scheme_id,
        episode=episode,
        aspect=aspect,
        supporter=supporter,
        organisation=post.organisation,
        lasts=TimestamptzRange(now, None),
        added_by=by,
        added_at=now,
    )
    constraints.save(support)
    let_see(episode.patient, {post.organisation}, timezone.localdate(now), by)
    changed(episode)
    _record(events.SUPPORTER_ADDED, support, by)
    return support


def _post_of(supporter: Professional, episode: Episode, aspect: CareAspect, now: datetime) -> Any:
    """The post in which they support it; refused when they cannot."""
    holding = queries.holding(episode, aspect, now)
    if holding and holding.holder_id == supporter.pk:
        raise ValidationError({"supporter": f"{supporter} answers for this. Choose somebody else."})
    if Support.objects.lasting_at(now).filter(episode=episode, aspect=aspect, supporter=supporter).exists():
        raise ValidationError({"supporter": f"{supporter} supports this already."})
    post = queries.posts_of([supporter], episode.patient, timezone.localdate(now)).get(supporter.pk)
    if post is None:
        raise ValidationError({"supporter": f"{supporter} has no post in the scheme now. Choose somebody else."})
    return post


@transaction.atomic
def end_support(*, support: Support, by: Any) -> Support:
    """Somebody supports an aspect no longer, from now on. Refused when that has ended already."""
    if not permissions.can_assign_responsibility(by, support.episode.patient):
        raise PermissionDenied("You may not say who supports this person's care.")
    episode = open_episode(support.episode)
    support = Support.objects.select_for_update(of=("self",)).select_related("supporter", "aspect").get(pk=support.pk)
    if support.lasts.upper is not None:
        raise ValidationError(f"{support.supporter} does not support this any more.")
    support.lasts = TimestamptzRange(support.lasts.lower, timezone.now())
    support.ended_by = by
    constraints.save(support)
    changed(episode)
    _record(events.SUPPORT_ENDED, support, by)
    return support


def end_all_support(episode: Episode, moment: datetime, ended_by: Any) -> None:
    """Whoever supports anything in the episode stops at that moment, or now where they began after it."""
    lasting = Support.objects.filter(episode=episode, lasts__upper_inf=True)
    until = Greatest(Value(moment), Case(When(lasts__startswith__gte=moment, then=Value(timezone.now()))))
    lasting.update(lasts=Func(F("lasts__startswith"), until, function="tstzrange"), ended_by=ended_by)


def _record(kind: Any, support: Support, by: Any) -> None:
    audit.record(
        kind,
        subject=support,
        by=by,
        patient_id=support.episode.patient_id,
        supporter=support.supporter.name,
        aspect=support.aspect.name.lower(),
    )
