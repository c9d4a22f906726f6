"""What is arranged about collections, what came of each day, and what was put right afterwards."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import collecting, events, permissions, queries
from episodes.actions.alert import end_alerts, judge, raise_concern
from episodes.actions.locking import hold_still, locked
from episodes.collecting import NEEDS_NOTE, Entry, Outcome
from episodes.lifecycle import AlertOutcome, Status
from episodes.models import Collection, CollectionArrangement, Episode
from patients import actions as patients
from practices.models import Kind, Organisation
from ui import words

REFUSED = "You may not record what this person collects."


@transaction.atomic
def arrange_collection(
    *,
    episode: Episode,
    pharmacy: Organisation,
    days: Sequence[str],
    starts_on: date,
    may_vary: str,
    review_on: date,
    by: Any,
    reason: str = "",
) -> CollectionArrangement:
    """Record from when on somebody collects where, on which days; what held before ends the day before.

    Refused for an ended episode, for an organisation that is no pharmacy, and for a day on which the present one began
    or had not begun. The pharmacy sees the person from that day on.
    """
    if not permissions.can_arrange_collection(by, episode.patient):
        raise PermissionDenied("You may not arrange where this person collects.")
    episode = locked(episode, None)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nothing can be arranged any more.")
    if pharmacy.kind != Kind.PHARMACY:
        raise ValidationError({"pharmacy": "Choose a pharmacy."})
    if review_on <= starts_on:
        raise ValidationError({"review_on": "The review must come after the first day."})
    _end_before(episode, starts_on, reason or "A new arrangement")
    made = CollectionArrangement(
        scheme_id=episode.scheme_id, episode=episode, pharmacy=pharmacy, days=list(days), starts_on=starts_on,
        may_vary=may_vary, review_on=review_on, recorded_by=by,
    )  # fmt: skip
    constraints.save(made)
    newcomers = queries.not_taking_part([pharmacy], episode.patient, max(starts_on, timezone.localdate()))
    if newcomers:
        day = min(starts_on, timezone.localdate())  # who prepares for somebody must see them before they come
        patients.link_organisations(patient=episode.patient, organisations=newcomers, starts_on=day, by=by)
    audit.record(
        events.COLLECTION_ARRANGED, subject=made, by=by, patient_id=episode.patient_id, pharmacy=pharmacy.name,
        starts_on=starts_on, days=made.in_words,
    )  # fmt: skip
    return made


def _end_before(episode: Episode, starts_on: date, reason: str) -> None:
    """End what holds on the day before the new arrangement begins."""
    later = episode.arrangements.filter(starts_on__gte=starts_on).first()
    if later is not None:
        raise ValidationError(
            {"starts_on": f"An arrangement begins on {words.day(later.starts_on)} already. Choose a later day."}
        )
    episode.arrangements.held_on(starts_on).update(ends_on=starts_on - timedelta(days=1), end_reason=reason)


@transaction.atomic
def end_arrangement(
    *, arrangement: CollectionArrangement, ends_on: date, reason: str, by: Any
) -> CollectionArrangement:
    """Record the last day of an arrangement that nothing follows, and why."""
    if not permissions.can_arrange_collection(by, arrangement.episode.patient):
        raise PermissionDenied("You may not arrange where this person collects.")
    locked(arrangement.episode, None)
    held = CollectionArrangement.objects.select_for_update(of=("self",)).get(pk=arrangement.pk)
    if held.ends_on:
        raise ValidationError(f"This was ended before: it holds until {words.day(held.ends_on)}.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, for whoever reads it later."})
    held.ends_on, held.end_reason = ends_on, reason
    constraints.save(held, update_fields=["ends_on", "end_reason"])
    audit.record(
        events.COLLECTION_ARRANGEMENT_ENDED, subject=held, by=by, patient_id=arrangement.episode.patient_id,
        pharmacy=held.pharmacy.name, ends_on=ends_on,
    )  # fmt: skip
    return held


def end_collections(*, episode: Episode, ended_on: date, ended_by: Any) -> None:
    """With the end of shared care, arrangements end on its last day and open alerts are closed by whoever ended it."""
    episode.arrangements.held_on(ended_on).update(ends_on=ended_on, end_reason="Shared care ended")
    end_alerts(episode=episode, outcome=AlertOutcome.ENDED, closed_by=ended_by)


@transaction.atomic
def record_collections(*, day: date, entries: Sequence[Entry], by: Any) -> list[Collection]:
    """Record what came of a day, for one person or for a whole list, and raise at once whatever it calls for.

    Refused as a whole: for a day to come, for a day outside an arrangement, for somebody out of reach. Whoever was
    recorded meanwhile by somebody else is left as they are and not returned.
    """
    for entry in entries:
        if not permissions.can_record_collection(by, entry.arrangement):
            raise PermissionDenied(REFUSED)
    hold_still(entry.arrangement.episode_id for entry in entries)
    recorded = Collection.objects.standing().filter(day=day, arrangement__in=[each.arrangement for each in entries])
    before = set(recorded.values_list("arrangement_id", flat=True))
    made = [_made(day, each, by) for each in entries if each.arrangement.pk not in before]
    constraints.save_all(made)
    _tell(made, day, by)
    _raise_from(made, by)
    return made


def _made(day: date, entry: Entry, by: Any) -> Collection:
    """One record, not yet saved; refused where it cannot be true."""
    _check(entry.arrangement, day, entry.outcome, entry.note)
    return Collection(
        scheme_id=entry.arrangement.scheme_id, arrangement=entry.arrangement, day=day,
        outcome=Outcome(entry.outcome), note=entry.note, recorded_by=by,
    )  # fmt: skip


def _check(arrangement: CollectionArrangement, day: date, outcome: str, note: str) -> None:
    if day > timezone.localdate():
        raise ValidationError("A day to come cannot be recorded yet.")
    if not collecting.Pattern(arrangement.days, arrangement.starts_on, arrangement.ends_on).holds_on(day):
        raise ValidationError("Nothing was arranged at this pharmacy on that day.")
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": "Choose what came of the day."})
    if outcome in NEEDS_NOTE and not note.strip():
        name = arrangement.episode.patient.name
        raise ValidationError({"note": f"{name}: say what happened, so that somebody can act on it."})


def _tell(made: Sequence[Collection], day: date, by: Any) -> None:
    """One event a person, so that each timeline tells it."""
    for each in made:
        audit.record(
            events.COLLECTION_RECORDED, subject=each, by=by, patient_id=each.arrangement.episode.patient_id, day=day,
            pharmacy=each.arrangement.pharmacy.name, outcome=Outcome(each.outcome).label.lower(),
        )  # fmt: skip


def _raise_from(made: Sequence[Collection], by: Any) -> None:
    """Alerts for what was not collected, and for every concern."""
    without: dict[UUID, list[UUID]] = {}
    for each in made:
        if each.outcome == Outcome.CONCERN:
            raise_concern(collection=each)
        elif each.outcome != Outcome.COLLECTED:
            without.setdefault(each.scheme_id, []).append(each.arrangement.episode_id)
    for scheme_id, episode_ids in without.items():
        judge(scheme_id=scheme_id, episode_ids=episode_ids, raised_by=by)


@transaction.atomic
def correct_collection(*, collection: Collection, outcome: str, reason: str, by: Any, note: str = "") -> Collection:
    """Put a corrected record in the place of one; the first is kept, and stands no longer.

    When after it no day is missed any more, the alert that the wrong record raised is closed, in the name of whoever
    corrected it. Refused without a reason, and for a record corrected already.
    """
    if not permissions.can_record_collection(by, collection.arrangement):
        raise PermissionDenied(REFUSED)
    episode = locked(collection.arrangement.episode, None)
    old = Collection.objects.get(pk=collection.pk)
    if old.superseded_by_id:
        raise ValidationError("This record has been corrected already. Correct the newer one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    new = _made(old.day, Entry(collection.arrangement, outcome, note), by)
    new.correction_reason = reason
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])  # first, because one record a day stands; the key is checked at the end
    constraints.save(new)
    audit.record(
        events.COLLECTION_CORRECTED, subject=new, by=by, patient_id=episode.patient_id, day=old.day,
        pharmacy=collection.arrangement.pharmacy.name, before=Outcome(old.outcome).label.lower(),
        outcome=Outcome(outcome).label.lower(),
    )  # fmt: skip
    _raise_from([new], by)
    if not queries.run_of(episode, timezone.localdate()).days:
        end_alerts(episode=episode, outcome=AlertOutcome.CORRECTED, closed_by=by)
    return new
