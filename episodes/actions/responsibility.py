"""Saying who answers for an aspect of somebody's care."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries, responsibility
from episodes.actions.locking import locked
from episodes.lifecycle import Status
from episodes.models import Episode, Responsibility
from patients import actions as patients
from practices.models import Professional
from schemes.models import CareAspect


@transaction.atomic
def assign_responsibility(
    *,
    episode: Episode,
    aspect: CareAspect,
    holder: Professional,
    by: Any,
    from_moment: datetime | None = None,
    version: int | None = None,
) -> Responsibility:
    """Make somebody answer for an aspect from a moment on; whoever answered before stops at that same moment.

    Refused for an ended episode, for somebody who answers for it already, and for a moment in the future or before the
    one before them began. The holder's organisation sees the person from that day.
    """
    if not permissions.can_assign_responsibility(by, episode.patient):
        raise PermissionDenied("You may not say who answers for this person's care.")
    episode = locked(episode, version)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nobody can be made responsible any more.")
    now = timezone.now()
    moment = from_moment or now
    present = Responsibility.objects.held_now().filter(episode=episode, aspect=aspect).select_related("holder").first()
    if present and present.holder_id == holder.pk:
        raise ValidationError({"holder": f"{holder} answers for this already."})
    responsibility.check_takeover(
        from_moment=moment,
        episode_begun=responsibility.start_of(episode.started_on, timezone.get_current_timezone()),
        holder_begun=present.held.lower if present else None,
        now=now,
    )
    if present:
        present.held = TimestamptzRange(present.held.lower, moment)
        present.save(update_fields=["held"])
    made = make_holders(episode, {aspect: holder}, moment, by)[0]
    episode.version += 1
    episode.save(update_fields=["version"])
    audit.record(
        events.RESPONSIBILITY_ASSIGNED,
        subject=made,
        by=by,
        patient_id=episode.patient_id,
        holder=holder.name,
        organisation=made.organisation.name,
        aspect=aspect.name.lower(),
        before=present.holder.name if present else "nobody",
    )
    return made


def make_holders(
    episode: Episode, holders: Mapping[CareAspect, Professional], since: datetime, assigned_by: Any
) -> list[Responsibility]:
    """The holders' rows, and their organisations' links to the person. Refused for somebody without a post that day."""
    day = timezone.localdate(since)
    posts = queries.posts_of(holders.values(), episode.patient, day)
    for holder in holders.values():
        if holder.pk not in posts:
            raise ValidationError(f"{holder} has no post in the scheme on {day.day} {day:%B %Y}. Choose somebody else.")
    made = [
        Responsibility(
            scheme_id=episode.scheme_id,
            episode=episode,
            aspect=aspect,
            holder=holder,
            organisation=posts[holder.pk].organisation,
            held=TimestamptzRange(since, None),
            assigned_by=assigned_by,
        )
        for aspect, holder in holders.items()
    ]
    constraints.save_all(made)
    newcomers = queries.not_taking_part({row.organisation for row in made}, episode.patient, day)
    if newcomers:
        patients.link_organisations(patient=episode.patient, organisations=newcomers, starts_on=day, by=assigned_by)
    return made
