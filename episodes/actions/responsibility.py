"""Saying who answers for an aspect of somebody's care: from now on, or, where the record was wrong, for the past."""

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
from episodes.models import Episode, Responsibility, ResponsibilityCorrection
from patients import actions as patients
from practices.models import Professional
from schemes.models import CareAspect


@transaction.atomic
def assign_responsibility(
    *, episode: Episode, aspect: CareAspect, holder: Professional, by: Any, version: int | None = None
) -> Responsibility:
    """Make somebody answer for an aspect from now on; whoever answered before stops at that same moment.

    Refused for an ended episode, and for somebody who answers for it already. The holder's organisation sees the
    person from today.
    """
    if not permissions.can_assign_responsibility(by, episode.patient):
        raise PermissionDenied("You may not say who answers for this person's care.")
    episode = _open(episode, version)
    now = timezone.now()
    present = queries.holding(episode, aspect, now)
    if present and present.holder_id == holder.pk and present.held.upper is None:
        raise ValidationError({"holder": f"{holder} answers for this already."})
    responsibility.check_takeover(holder_begun=present.held.lower if present else None, now=now)
    stop(episode, aspect, now)
    made = make_holders(episode, {aspect: holder}, now, by)[0]
    changed(episode)
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


@transaction.atomic
def correct_responsibility(
    *,
    episode: Episode,
    aspect: CareAspect,
    holder: Professional | None,
    from_moment: datetime,
    reason: str,
    by: Any,
    until_moment: datetime | None = None,
    version: int | None = None,
) -> ResponsibilityCorrection:
    """Put right who answered for an aspect in the past, None for nobody; without an end, they answer for it still.

    What was believed until now is kept, and is the answer to "as it was known on that day". Needs a reason; refused for
    an ended episode, for the future, and for the time before shared care began.
    """
    if not permissions.can_assign_responsibility(by, episode.patient):
        raise PermissionDenied("You may not say who answers for this person's care.")
    episode = _open(episode, version)
    if not reason:
        raise ValidationError({"reason": "Say why the record was wrong."})
    now = timezone.now()
    responsibility.check_correction(
        from_moment=from_moment,
        until_moment=until_moment,
        episode_begun=responsibility.start_of(episode.started_on, timezone.get_current_timezone()),
        now=now,
    )
    correction = ResponsibilityCorrection(
        scheme_id=episode.scheme_id,
        patient_id=episode.patient_id,
        episode=episode,
        aspect=aspect,
        reason=reason,
        corrected_by=by,
        corrected_at=now,
    )
    constraints.save(correction)
    override(episode, (from_moment, until_moment), now, aspect=aspect)
    if holder:
        make_holders(episode, {aspect: holder}, from_moment, by, until=until_moment, correction=correction)
    changed(episode)
    _record_correction(correction, holder, from_moment, until_moment, by)
    return correction


def _record_correction(
    correction: ResponsibilityCorrection,
    holder: Professional | None,
    from_moment: datetime,
    until_moment: datetime | None,
    by: Any,
) -> None:
    audit.record(
        events.RESPONSIBILITY_CORRECTED,
        subject=correction,
        by=by,
        patient_id=correction.patient_id,
        aspect=correction.aspect.name.lower(),
        holder=holder.name if holder else "nobody",
        since=responsibility.in_words(timezone.localtime(from_moment)),
        until=f" until {responsibility.in_words(timezone.localtime(until_moment))}" if until_moment else "",
    )


def _open(episode: Episode, version: int | None) -> Episode:
    episode = locked(episode, version)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nobody can be made responsible any more.")
    return episode


def changed(episode: Episode) -> None:
    """The episode is not what an open page shows any more."""
    episode.version += 1
    episode.save(update_fields=["version"])


def stop(episode: Episode, aspect: CareAspect, now: datetime) -> None:
    """Whoever answers for the aspect stops now, and whoever was to answer for it later will not."""
    rows = Responsibility.objects.believed().filter(episode=episode, aspect=aspect)
    queries.close_responsibilities(rows, now)


def override(episode: Episode, cut: responsibility.Stretch, now: datetime, *, aspect: CareAspect | None = None) -> None:
    """Believe no longer that anybody answered in that stretch of time; what is left of each row is believed from now.

    Of one aspect, or of all. The rows stay, with the end of our belief in them.
    """
    rows = Responsibility.objects.believed().filter(episode=episode, held__overlap=TimestamptzRange(*cut))
    replaced = list(rows.filter(aspect=aspect) if aspect else rows)
    queries.stop_believing(replaced, now)
    left = [
        Responsibility(
            scheme_id=row.scheme_id,
            episode_id=row.episode_id,
            aspect_id=row.aspect_id,
            holder_id=row.holder_id,
            organisation_id=row.organisation_id,
            held=TimestamptzRange(*part),
            known=TimestamptzRange(now, None),
            correction_id=row.correction_id,
            assigned_by_id=row.assigned_by_id,
            assigned_at=row.assigned_at,
        )
        for row in replaced
        for part in responsibility.parts_left((row.held.lower, row.held.upper), cut)
    ]
    constraints.save_all(left)


def make_holders(
    episode: Episode,
    holders: Mapping[CareAspect, Professional],
    since: datetime,
    by: Any,
    *,
    until: datetime | None = None,
    correction: ResponsibilityCorrection | None = None,
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
            held=TimestamptzRange(since, until),
            correction=correction,
            assigned_by=by,
        )
        for aspect, holder in holders.items()
    ]
    constraints.save_all(made)
    newcomers = [] if until else queries.not_taking_part({row.organisation for row in made}, episode.patient, day)
    if newcomers:
        patients.link_organisations(patient=episode.patient, organisations=newcomers, starts_on=day, by=by)
    return made
