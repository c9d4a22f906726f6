"""Saying who answers for an aspect of somebody's care: from now on, or, where the record was wrong, for the past."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries, responsibility
from episodes.actions.locking import locked
from episodes.lifecycle import HandoverStatus, Status, TransitionStatus
from episodes.models import Episode, Handover, Responsibility, ResponsibilityCorrection, Transition
from patients import actions as patients
from patients.models import Patient
from practices.models import Organisation, Professional
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
    episode = open_episode(episode, version)
    now = timezone.now()
    present = queries.holding(episode, aspect, now)
    if present and present.holder_id == holder.pk and present.held.upper is None:
        raise ValidationError({"holder": f"{holder} answers for this already."})
    responsibility.check_takeover(holder_begun=present.held.lower if present else None, now=now)
    clear_from(episode, now, aspect=aspect)
    overtake(episode, now, by, f"{holder.name} was made responsible.", aspect=aspect)
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
    episode = open_episode(episode, version)
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
    if until_moment is None:
        overtake(episode, now, by, "The record of who answers was corrected.", aspect=aspect)
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


def open_episode(episode: Episode, version: int | None = None) -> Episode:
    """The episode, held still; refused when it has ended."""
    episode = locked(episode, version)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nobody can be made responsible any more.")
    return episode


def overtake(episode: Episode, now: datetime, ended_by: Any, why: str, *, aspect: CareAspect | None = None) -> None:
    """Offers that stand, delegations in course, and moves to another service that wait are overtaken by something else;
    why is kept in words."""
    rows = Handover.objects.filter(episode=episode)
    rows = rows.filter(aspect=aspect) if aspect else rows
    rows.run_out_by(now).update(status=HandoverStatus.EXPIRED, ended_at=F("expires_at"))
    for overtaken in (rows.open_at(now), rows.in_course_at(now)):
        overtaken.update(status=HandoverStatus.OVERTAKEN, ended_at=now, ended_by=ended_by, end_reason=why)
    moves = Transition.objects.open().filter(episode=episode)
    moves = moves.filter(aspect=aspect) if aspect else moves
    links = list(moves.filter(link__isnull=False).values_list("link_id", flat=True))
    moves.update(status=TransitionStatus.WITHDRAWN, ended_at=now, ended_by=ended_by, end_reason=why)
    for link_id in links:
        patients.settle_link(link_id=link_id, ends_on=timezone.localdate(now))


def changed(episode: Episode) -> None:
    """The episode is not what an open page shows any more."""
    episode.version += 1
    episode.save(update_fields=["version"])


def clear_from(
    episode: Episode, now: datetime, *, until: datetime | None = None, aspect: CareAspect | None = None
) -> None:
    """Whoever answers stops now, and nobody is to answer until then; who was to answer after that still is.

    No answer about the past changes, so whoever answers now is closed in place. Of one aspect, or of all.
    """
    rows = _overlapping(episode, (now, until), aspect)
    begun = [row for row in rows if row.held.lower < now]
    queries.close_responsibilities(begun, now)
    queries.stop_believing([row for row in rows if row.held.lower >= now], now)
    _keep_parts(rows, (now, until), now, but_before=now)


def override(episode: Episode, cut: responsibility.Stretch, now: datetime, *, aspect: CareAspect | None = None) -> None:
    """Believe no longer that anybody answered in that stretch of time; what is left of each row is believed from now.

    Of one aspect, or of all. The rows stay, with the end of our belief in them.
    """
    replaced = _overlapping(episode, cut, aspect)
    queries.stop_believing(replaced, now)
    _keep_parts(replaced, cut, now)


def _overlapping(episode: Episode, cut: responsibility.Stretch, aspect: CareAspect | None) -> list[Responsibility]:
    rows = Responsibility.objects.believed().filter(episode=episode, held__overlap=TimestamptzRange(*cut))
    return list(rows.filter(aspect=aspect) if aspect else rows)


def _keep_parts(
    rows: list[Responsibility], cut: responsibility.Stretch, now: datetime, *, but_before: datetime | None = None
) -> None:
    """What is left of each row outside the cut, as rows of their own; not what stands in the row itself still."""
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
        for row in rows
        for part in responsibility.parts_left((row.held.lower, row.held.upper), cut)
        if but_before is None or part[0] >= but_before
    ]
    constraints.save_all(left)


def make_holders(
    episode: Episode,
    holders: Mapping[CareAspect, Professional],
    since: datetime,
    assigned_by: Any,
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
            assigned_by=assigned_by,
        )
        for aspect, holder in holders.items()
    ]
    constraints.save_all(made)
    if not until:
        let_see(episode.patient, {row.organisation for row in made}, day, assigned_by)
    return made


def let_see(patient: Patient, organisations: set[Organisation], day: date, linked_by: Any) -> None:
    """These places see the person from that day on, those too that did for the time of an offer only."""
    patients.keep_linked(patient=patient, organisation_ids=[each.pk for each in organisations])
    newcomers = queries.not_taking_part(organisations, patient, day)
    if newcomers:
        patients.link_organisations(patient=patient, organisations=newcomers, starts_on=day, by=linked_by)


def let_see_until(patient: Patient, organisation: Organisation, first: date, last: date, linked_by: Any) -> UUID | None:
    """Let a place see the person for a time; the key of the link, or None where it sees them anyhow."""
    newcomers = queries.not_taking_part([organisation], patient, first)
    if not newcomers:
        return None
    links = patients.link_organisations(
        patient=patient, organisations=newcomers, starts_on=first, ends_on=last, by=linked_by
    )
    key: UUID = links[0].pk
    return key


def hold(
    episode: Episode,
    aspect: CareAspect,
    holder: Professional,
    organisation_id: UUID,
    now: datetime,
    assigned_by: Any,
    *,
    until: datetime | None = None,
) -> None:
    """Somebody who accepted answers from now on, at that place, until the care comes back or without an end."""
    constraints.save(
        Responsibility(
            scheme_id=episode.scheme_id,
            episode_id=episode.pk,
            aspect=aspect,
            holder=holder,
            organisation_id=organisation_id,
            held=TimestamptzRange(now, until),
            known=TimestamptzRange(now, None),
            assigned_by=assigned_by,
            assigned_at=now,
        )
    )
