"""How care is arranged around a person, put right where the record was wrong, and that their own GP was told."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import classification, events, permissions, queries
from episodes.actions.locking import locked
from episodes.actions.responsibility import changed
from episodes.classification import Pathway, Psychosocial, Responsible
from episodes.lifecycle import Status
from episodes.models import FACTS, Arrangement, Episode, ToldHow, ToldOwnGp
from ui import words

REFUSED = "You may not record how this person's care is arranged."
LACKING = {
    "support_by": "Choose who gives the support.",
    "responsible_other": "Choose who carries clinical responsibility.",
    "led_by": "Choose the service that leads the pathway.",
}


@transaction.atomic
def record_arrangement(
    *, episode: Episode, starts_on: date, by: Any, version: int | None = None, **facts: Any
) -> Arrangement:
    """Record how care is arranged from a day on; what was arranged before ends the day before.

    What is not given is not known. Refused for an ended episode, for a day to come, for a day on which or after which
    the present arrangement began, and for a prescriber who does not work where the prescription comes from.
    """
    if not permissions.can_record_arrangement(by, episode.patient):
        raise PermissionDenied(REFUSED)
    episode = locked(episode, version)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nothing can be arranged any more.")
    classification.check_first_day(starts_on=starts_on, episode_begun=episode.started_on, today=timezone.localdate())
    _check(facts, starts_on)
    _end_before(episode, starts_on)
    made = Arrangement(
        scheme_id=episode.scheme_id, patient=episode.patient, episode=episode, starts_on=starts_on, recorded_by=by,
        **facts,
    )  # fmt: skip
    constraints.save(made)
    changed(episode)
    _tell(events.ARRANGEMENT_RECORDED, made, by)
    return made


def _end_before(episode: Episode, starts_on: date) -> None:
    """End what holds on the day before the new arrangement begins."""
    standing = episode.care_arrangements.standing()
    later = standing.filter(starts_on__gte=starts_on).last()
    if later is not None:
        raise ValidationError(
            {
                "starts_on": f"An arrangement begins on {words.day(later.starts_on)} already. Choose a later day, or "
                "correct that one if it is wrong."
            }
        )
    standing.held_on(starts_on).update(ends_on=starts_on - timedelta(days=1))


@transaction.atomic
def correct_arrangement(
    *, arrangement: Arrangement, reason: str, by: Any, version: int | None = None, **facts: Any
) -> Arrangement:
    """Put a corrected record in the place of one, for the same days; the first is kept, and stands no longer.

    `starts_on` may be among the facts. Refused without a reason, for a record corrected already, and when the days
    would run into another arrangement's.
    """
    if not permissions.can_record_arrangement(by, arrangement.patient):
        raise PermissionDenied(REFUSED)
    episode = locked(arrangement.episode, version)
    old = Arrangement.objects.get(pk=arrangement.pk)
    if old.superseded_by_id:
        raise ValidationError("This record has been corrected already. Correct the newer one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    starts_on = facts.pop("starts_on", old.starts_on)
    classification.check_first_day(starts_on=starts_on, episode_begun=episode.started_on, today=timezone.localdate())
    _check(facts, starts_on)
    new = Arrangement(
        scheme_id=old.scheme_id, patient=episode.patient, episode=episode, starts_on=starts_on, ends_on=old.ends_on,
        recorded_by=by, correction_reason=reason, **facts,
    )  # fmt: skip
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])  # first, because one arrangement stands; the key is checked at the end
    constraints.save(new)
    changed(episode)
    _tell(events.ARRANGEMENT_CORRECTED, new, by)
    return new


def _check(facts: dict[str, Any], day: date) -> None:
    """Refuse facts that are none, that lack a name, and a prescriber who does not work there on the day."""
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"An arrangement has no such fact: {', '.join(sorted(unknown))}.")
    asked = {
        "support_by": facts.get("support") == Psychosocial.GIVEN,
        "responsible_other": facts.get("responsible") == Responsible.OTHER,
        "led_by": facts.get("pathway", Pathway.NONE) != Pathway.NONE,
    }
    lacking = {name: LACKING[name] for name, needed in asked.items() if needed and facts.get(name) is None}
    if lacking:
        raise ValidationError(lacking)
    prescriber, place = facts.get("prescriber"), facts.get("prescribed_at")
    if prescriber and place and not queries.works_at(prescriber.pk, place.pk, day):
        raise ValidationError(
            {"prescriber": f"{prescriber} does not work at {place} on {words.day(day)}. Choose somebody who does."}
        )


def _tell(kind: Any, made: Arrangement, by: Any) -> None:
    audit.record(
        kind, subject=made, by=by, patient_id=made.patient_id, starts_on=made.starts_on,
        what=queries.arrangement_type(made).label.lower(),
    )  # fmt: skip


def end_arrangements(*, episode: Episode, ended_on: date) -> None:
    """With the end of shared care its arrangement ends on the last day; what began after it keeps its first day."""
    lasting = episode.care_arrangements.standing().filter(ends_on__isnull=True)
    lasting.update(ends_on=Greatest("starts_on", Value(ended_on)))


@transaction.atomic
def record_own_gp_told(*, episode: Episode, told_on: date, how: str, told_by: str, by: Any) -> ToldOwnGp:
    """Record that the practice where the person is registered now was told of their care (A5).

    Refused for a day to come, and for a day before shared care began.
    """
    if not permissions.can_record_arrangement(by, episode.patient):
        raise PermissionDenied(REFUSED)
    episode = locked(episode, None)
    classification.check_told_on(told_on=told_on, episode_begun=episode.started_on, today=timezone.localdate())
    told = ToldOwnGp(
        scheme_id=episode.scheme_id, patient=episode.patient, episode=episode, practice=episode.patient.practice,
        told_on=told_on, how=how, told_by=told_by, recorded_by=by,
    )  # fmt: skip
    constraints.save(told)
    audit.record(
        events.OWN_GP_TOLD, subject=told, by=by, patient_id=episode.patient_id, practice=told.practice.name,
        told_on=told_on, how=ToldHow(how).label.lower(),
    )  # fmt: skip
    return told


@transaction.atomic
def withdraw_own_gp_told(*, told: ToldOwnGp, reason: str, by: Any) -> ToldOwnGp:
    """Say that a telling was recorded by mistake; it is kept, and proves nothing any more. Needs a reason."""
    if not permissions.can_record_arrangement(by, told.patient):
        raise PermissionDenied(REFUSED)
    locked(told.episode, None)
    fresh: ToldOwnGp = ToldOwnGp.objects.select_related("practice").get(pk=told.pk)
    if fresh.withdrawn_at:
        raise ValidationError("This was withdrawn already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    fresh.withdrawn_at, fresh.withdrawn_by, fresh.withdrawn_reason = timezone.now(), by, reason
    constraints.save(fresh, update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(
        events.OWN_GP_TOLD_WITHDRAWN, subject=fresh, by=by, patient_id=fresh.patient_id,
        practice=fresh.practice.name, told_on=fresh.told_on,
    )  # fmt: skip
    return fresh
