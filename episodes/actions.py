"""Starting, moving and ending shared care, and saying who answers for each aspect of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries, responsibility
from episodes.lifecycle import LIFE, EndReason, Move, Status
from episodes.models import Complexity, Episode, EpisodeStatusChange, Responsibility
from patients import actions as patients
from patients.models import Patient
from patients.models import Status as PatientStatus
from practices.models import Professional
from schemes.models import CareAspect

STALE = (
    "Somebody else changed this while you had it open. What you entered is kept below; look at it again, then send it."
)


@transaction.atomic
def start_episode(
    *,
    patient: Patient,
    started_on: date,
    complexity: str,
    by: Any,
    holders: Mapping[CareAspect, Professional | None] | None = None,
) -> Episode:
    """Take a person into shared care, with a holder for each aspect named in `holders`.

    Care co-ordination always has a holder from the first moment: a GP of the person's practice when none is named (B8).
    Any other aspect may be left to nobody, and is then a gap on somebody's list.
    """
    if not permissions.can_start_episode(by, patient):
        raise PermissionDenied("You may not start shared care for this person.")
    patient = Patient.objects.select_for_update().get(pk=patient.pk)
    _check_can_start(patient, started_on)
    episode = Episode(
        scheme=patient.scheme, patient=patient, started_on=started_on, complexity=complexity, started_by=by
    )
    # The rows it points at are at hand, and the one other rule, one open episode, has just been looked at.
    episode.clean_fields(exclude=["scheme", "patient", "started_by"])
    episode.save()
    audit.record(
        events.EPISODE_STARTED,
        subject=episode,
        by=by,
        patient_id=patient.pk,
        started_on=started_on,
        complexity=Complexity(complexity).label.lower(),
    )
    since = responsibility.start_of(started_on, timezone.get_current_timezone())
    named = _with_coordinator(dict(holders or {}), patient, started_on, by)
    first = _make_holders(episode, {aspect: holder for aspect, holder in named.items() if holder}, since, by)
    if first:
        audit.record(
            events.RESPONSIBILITIES_NAMED,
            subject=episode,
            by=by,
            patient_id=patient.pk,
            who_for_what=responsibility.who_for_what((made.holder.name, made.aspect.name) for made in first),
        )
    return episode


def _check_can_start(patient: Patient, started_on: date) -> None:
    responsibility.check_start(started_on, timezone.localdate())
    if patient.status != PatientStatus.REGISTERED:
        raise ValidationError("This person is no longer on the register, so shared care cannot start.")
    if Episode.objects.open().filter(patient=patient).exists():
        raise ValidationError("This person is already in shared care.")


def _with_coordinator(
    holders: dict[CareAspect, Professional | None], patient: Patient, day: date, by: Any
) -> dict[CareAspect, Professional | None]:
    """The holders with a GP of the practice as care co-ordinator, when nobody was named for it."""
    coordination = queries.coordination_on(patient.scheme_id, day)
    if coordination is None or holders.get(coordination):
        return holders
    found = queries.default_coordinator(patient, by, day)
    if found is None:
        raise ValidationError(
            f"{patient.practice} has no GP on the scheme's list of professionals on that day, so nobody could be care "
            "co-ordinator. Choose a care co-ordinator, or add a GP to the practice first."
        )
    return {**holders, coordination: found}


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
    episode = _locked(episode, version)
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
    made = _make_holders(episode, {aspect: holder}, moment, by)[0]
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


def _make_holders(
    episode: Episode, holders: Mapping[CareAspect, Professional], since: datetime, by: Any
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
            assigned_by=by,
        )
        for aspect, holder in holders.items()
    ]
    constraints.save_all(made)
    newcomers = queries.not_taking_part({row.organisation for row in made}, episode.patient, day)
    if newcomers:
        patients.link_organisations(patient=episode.patient, organisations=newcomers, starts_on=day, by=by)
    return made


@transaction.atomic
def move_episode(
    *,
    episode: Episode,
    move: str,
    by: Any,
    reason: str = "",
    ended_on: date | None = None,
    end_reason: str = "",
    version: int | None = None,
) -> Episode:
    """Suspend shared care, take it up again, or end it; ending also ends every responsibility in it.

    Suspending needs a reason in words; ending needs its last day (today when none is given) and why.
    """
    if not permissions.can_move_episode(by, episode.patient):
        raise PermissionDenied("You may not suspend or end this person's shared care.")
    episode = _locked(episode, version)
    episode.status = LIFE.after(episode.status, Move(move))
    if move == Move.SUSPEND and not reason:
        raise ValidationError({"reason": "Say why shared care is suspended."})
    if move == Move.END:
        _end(episode, ended_on or timezone.localdate(), end_reason)
    episode.version += 1
    constraints.save(episode)
    EpisodeStatusChange.objects.create(
        scheme=episode.scheme, episode=episode, move=move, status=episode.status, reason=reason, by=by
    )
    _record_move(episode, move, reason, by)
    return episode


def _end(episode: Episode, ended_on: date, end_reason: str) -> None:
    """Set the last day and why, and stop every responsibility then."""
    if not end_reason:
        raise ValidationError({"end_reason": "Choose why shared care ends."})
    moment = responsibility.closing_moment(
        ended_on=ended_on,
        begun_last=queries.last_begun(episode),
        now=timezone.now(),
        zone=timezone.get_current_timezone(),
    )
    episode.ended_on, episode.end_reason = ended_on, end_reason
    queries.close_responsibilities(episode, moment)


def _record_move(episode: Episode, move: str, reason: str, by: Any) -> None:
    facts: dict[str, Any] = {}
    if move == Move.SUSPEND:
        kind, facts = events.EPISODE_SUSPENDED, {"reason": reason}
    elif move == Move.RESUME:
        kind = events.EPISODE_RESUMED
    else:
        kind = events.EPISODE_ENDED
        facts = {"ended_on": episode.ended_on, "end_reason": EndReason(episode.end_reason).label.lower()}
    audit.record(kind, subject=episode, by=by, patient_id=episode.patient_id, data={"reason": reason}, **facts)


def _locked(episode: Episode, version: int | None) -> Episode:
    """The episode as it is now, held until the deed is done; refused when it changed since the page was opened."""
    fresh: Episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=episode.pk)
    if version is not None and version != fresh.version:
        raise ValidationError(STALE, code="stale")
    return fresh
