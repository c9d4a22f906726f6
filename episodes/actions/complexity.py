"""Saying that somebody's care has become more or less complex."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import complexity as rules
from episodes import events, permissions, queries
from episodes.actions.locking import locked
from episodes.complexity import Complexity
from episodes.lifecycle import Status
from episodes.models import ComplexityChange, Episode


@transaction.atomic
def record_complexity(
    *, episode: Episode, complexity: str, since: date, reason: str, by: Any, version: int | None = None
) -> ComplexityChange:
    """Put on record that care is more or less complex than before, since when, and why; what it was before is kept.

    Refused for an ended episode, for what it is already, and for a day before what holds now began.
    """
    if not permissions.can_record_complexity(by, episode.patient):
        raise PermissionDenied("You may not say how complex this person's care is.")
    episode = locked(episode, version)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so this cannot be changed any more.")
    steady = queries.steady_since(episode.complexity_changes.all(), episode.started_on)
    before, today = episode.complexity, timezone.localdate()
    rules.check_change(before, complexity, since=since, steady_since=steady, today=today)
    change = ComplexityChange(
        scheme_id=episode.scheme_id,
        patient_id=episode.patient_id,
        episode=episode,
        before=before,
        complexity=complexity,
        since=since,
        reason=reason,
        by=by,
    )
    constraints.save(change)
    episode.complexity = complexity
    episode.version += 1
    constraints.save(episode, update_fields=["complexity", "version"])
    audit.record(
        events.COMPLEXITY_RECORDED,
        subject=change,
        by=by,
        patient_id=episode.patient_id,
        complexity=Complexity(complexity).label.lower(),
        before=Complexity(before).label.lower(),
        since=since,
    )
    return change
