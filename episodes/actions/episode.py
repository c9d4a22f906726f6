"""Starting, moving and ending shared care."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries, responsibility
from episodes.actions.collection import end_collections
from episodes.actions.locking import locked
from episodes.actions.responsibility import clear_from, make_holders, override, overtake
from episodes.actions.signature import end_agreements
from episodes.actions.support import end_all_support
from episodes.lifecycle import LIFE, EndReason, Move
from episodes.models import Complexity, Episode, EpisodeStatusChange
from patients.models import Patient
from patients.models import Status as PatientStatus
from practices.models import Professional
from schemes.models import CareAspect


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
    first = make_holders(episode, {aspect: holder for aspect, holder in named.items() if holder}, since, by)
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
    """Suspend shared care, take it up again, or end it; ending also ends all responsibility, support and agreements.

    Suspending needs a reason in words; ending needs its last day (today when none is given) and why.
    """
    if not permissions.can_move_episode(by, episode.patient):
        raise PermissionDenied("You may not suspend or end this person's shared care.")
    episode = locked(episode, version)
    episode.status = LIFE.after(episode.status, Move(move))
    if move == Move.SUSPEND and not reason:
        raise ValidationError({"reason": "Say why shared care is suspended."})
    if move == Move.END:
        _end(episode, ended_on or timezone.localdate(), end_reason, by)
        end_collections(episode=episode, ended_on=ended_on or timezone.localdate(), ended_by=by)
    episode.version += 1
    constraints.save(episode)
    if move == Move.END:
        overtake(episode, timezone.now(), by, f"Shared care ended: {EndReason(end_reason).label.lower()}.")
    EpisodeStatusChange.objects.create(
        scheme=episode.scheme, episode=episode, move=move, status=episode.status, reason=reason, by=by
    )
    _record_move(episode, move, reason, by)
    return episode


def _end(episode: Episode, ended_on: date, end_reason: str, by: Any) -> None:
    """Set the last day and why, and stop every responsibility, all support and every agreement then."""
    if not end_reason:
        raise ValidationError({"end_reason": "Choose why shared care ends."})
    now = timezone.now()
    moment = responsibility.closing_moment(
        ended_on=ended_on,
        begun_last=queries.last_begun(episode, now),
        now=now,
        zone=timezone.get_current_timezone(),
    )
    episode.ended_on, episode.end_reason = ended_on, end_reason
    if moment < now:
        override(episode, (moment, None), now)
    else:
        clear_from(episode, now)
    end_all_support(episode, moment, by)
    end_agreements(episode, moment, by)


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
