"""Raising an alert, passing it on along its route, and somebody having it: the call that cannot get lost.

What an alert needs to reach people is written in the transaction that raises it: its steps, each with its moment. A
worker only drains them, one step a transaction, holding the alert; so a step is fired once, or is still there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from audit import actions as audit
from audit import constraints
from audit.freshness import check_fresh
from episodes import alerting, events, permissions, queries, wording
from episodes.actions.locking import hold_still
from episodes.alerting import AlertKind, Deed, Level, Whom
from episodes.lifecycle import ALERT, CHOSEN_OUTCOMES, AlertMove, AlertOutcome, AlertStatus
from episodes.models import Alert, AlertStatusChange, AlertStep, AlertTelling, Collection, Episode
from episodes.queries.runs import Standing
from patients.models import Status as PatientStatus
from ui import words

SWEEP, ESCALATE = "episodes.sweep", "episodes.escalate"


@transaction.atomic
def sweep(*, scheme_id: UUID) -> int:
    """Raise, or bring to a higher level, whatever the days up to today call for; says how many. Safe to run twice.

    Everybody is judged in one statement; the few about whom something is to be done are then held and judged again.
    """
    rule = queries.rule_on(scheme_id, timezone.localdate())
    found = _called_for(queries.runs(rule, timezone.localdate()), queries.numbers_of(rule))
    wanted = [each.standing.episode_id for each in found]
    return judge(scheme_id=scheme_id, episode_ids=wanted, process=SWEEP) if wanted else 0


def judge(*, scheme_id: UUID, episode_ids: Sequence[UUID], raised_by: Any = None, process: str = "") -> int:
    """Hold these episodes, and raise what their days call for; says how many alerts rose."""
    hold_still(episode_ids)
    rule = queries.rule_on(scheme_id, timezone.localdate())
    numbers = queries.numbers_of(rule)
    found = _called_for(queries.runs(rule, timezone.localdate(), episode_ids), numbers)
    for each in found:
        if each.deed == Deed.RAISE:
            _raise(scheme_id, each, numbers, raised_by, process)
        else:
            _follow(each, numbers, raised_by, process)
    return sum(each.deed != Deed.COUNT for each in found)


@dataclass(frozen=True)
class CalledFor:
    """What one person's days in a row ask for."""

    standing: Standing
    verdict: alerting.Verdict
    deed: Deed


def _called_for(standings: Sequence[Standing], numbers: alerting.Numbers) -> list[CalledFor]:
    """What is to be done about these runs, beside the latest alert about each; nothing for most of them."""
    latest: dict[UUID, Alert] = {}
    for alert in Alert.objects.of_a_dose().filter(episode__in=[s.episode_id for s in standings]).order_by("raised_at"):
        latest[alert.episode_id] = alert
    found = []
    for standing in standings:
        verdict = alerting.verdict(standing.run, numbers)
        if verdict is not None:
            deed = alerting.deed(standing.run, verdict, _beside(latest.get(standing.episode_id), standing))
            found.append(CalledFor(standing, verdict, deed))
    return [each for each in found if each.deed != Deed.NOTHING]


def _beside(alert: Alert | None, standing: Standing) -> alerting.Standing | None:
    """The latest alert as the pure rule asks of it."""
    if alert is None:
        return None
    taken = standing.run.last_taken
    return alerting.Standing(
        kind=alert.kind,
        level=alert.level,
        days=alert.days,
        is_taken=alert.status == AlertStatus.ACKNOWLEDGED,
        is_closed=alert.status == AlertStatus.CLOSED,
        same_run=taken is None or alert.since > taken,
    )


def _raise(scheme_id: UUID, wanted: CalledFor, numbers: Any, by: Any, process: str) -> Alert:
    standing, verdict = wanted.standing, wanted.verdict
    alert = Alert(
        scheme_id=scheme_id,
        episode_id=standing.episode_id,
        arrangement_id=standing.arrangement_id,
        kind=verdict.kind,
        level=verdict.level,
        since=standing.run.since or timezone.localdate(),
        days=standing.run.days,
    )
    return _begin(alert, numbers, by, process)


def raise_concern(*, collection: Collection) -> Alert:
    """Raise what a pharmacy is concerned about; its words are in the record that the alert points at."""
    arrangement = collection.arrangement
    alert = Alert(
        scheme_id=collection.scheme_id,
        episode_id=arrangement.episode_id,
        arrangement=arrangement,
        collection=collection,
        kind=AlertKind.CONCERN,
        level=Level.URGENT,
        since=collection.day,
        days=0,
    )
    numbers = queries.numbers_of(queries.rule_on(collection.scheme_id, timezone.localdate()))
    return _begin(alert, numbers, collection.recorded_by, "")


def _begin(alert: Alert, numbers: Any, by: Any, process: str) -> Alert:
    constraints.save(alert)
    _log(alert, "", by, process)
    _write_steps(alert, numbers)
    audit.record(
        events.ALERT_RAISED, subject=alert, by=by, process=process, patient_id=alert.episode.patient_id,
        level=Level(alert.level).label, about=about(alert),
    )  # fmt: skip
    return alert


def about(alert: Alert) -> str:
    """The alert in words, for whoever has signed in."""
    return alerting.in_words(alert.kind, alert.days, words.day(alert.since), alert.arrangement.pharmacy.name)


def _follow(wanted: CalledFor, numbers: Any, by: Any, process: str) -> None:
    """Keep an open alert in step with its days; at a higher level its route begins anew, even if somebody has it."""
    standing, verdict = wanted.standing, wanted.verdict
    alert = _open_one(standing.episode_id)
    alert.days, alert.kind = standing.run.days, verdict.kind
    alert.since = standing.run.since or alert.since
    alert.version += 1
    if wanted.deed != Deed.HEIGHTEN:
        alert.save(update_fields=["days", "since", "kind", "version"])
        return
    alert.status = ALERT.after(alert.status, AlertMove.HEIGHTEN)
    alert.level = max(alert.level, verdict.level)
    alert.held_by, alert.held_at, alert.will_do = None, None, ""
    constraints.save(alert)
    _log(alert, AlertMove.HEIGHTEN, by, process)
    _stop_steps(alert)
    _write_steps(alert, numbers)
    audit.record(
        events.ALERT_HEIGHTENED, subject=alert, by=by, process=process, patient_id=alert.episode.patient_id,
        level=Level(alert.level).label, about=about(alert),
    )  # fmt: skip


def _open_one(episode_id: UUID) -> Alert:
    found = Alert.objects.of_a_dose().exclude(status=AlertStatus.CLOSED).select_for_update(of=("self",))
    return found.select_related("episode", "arrangement__pharmacy").get(episode=episode_id)  # type: ignore[no-any-return]


def _log(alert: Alert, move: str, by: Any = None, process: str = "", note: str = "") -> None:
    AlertStatusChange.objects.create(
        scheme_id=alert.scheme_id, alert=alert, move=move, status=alert.status, level=alert.level, note=note, by=by,
        process=process,
    )  # fmt: skip


def _write_steps(alert: Alert, numbers: Any) -> None:
    """The route from now on, numbered after the steps there were."""
    written = alert.steps.count()
    AlertStep.objects.bulk_create(
        AlertStep(scheme_id=alert.scheme_id, alert=alert, number=each.number, whom=each.whom, due_at=each.due_at)
        for each in alerting.steps(alert.level, timezone.now(), numbers, first=written + 1)
    )


def _stop_steps(alert: Alert) -> None:
    alert.steps.waiting().update(stopped_at=timezone.now())


@transaction.atomic
def fire_next_step(*, scheme_id: UUID) -> AlertStep | None:
    """Fire the next step that is due of an alert that nobody has, and nobody else is firing; None when there is none.

    Whoever stands there now is told, in the same transaction, by an e-mail that names nobody. Where nobody stands, the
    next step falls due at once. After the last one it is repeated, for as long as nobody has the alert.
    """
    now = timezone.now()
    due = AlertStep.objects.due(now).filter(alert__scheme=scheme_id, alert__status=AlertStatus.OPEN)
    waiting = Alert.objects.filter(pk__in=due.values("alert")).select_for_update(of=("self",), skip_locked=True)
    alert = waiting.select_related("episode__patient", "arrangement__pharmacy", "scheme").first()
    if alert is None:
        return None
    step: AlertStep | None = alert.steps.due(now).order_by("number").first()
    if step is None:
        return None
    if alert.episode.patient.status == PatientStatus.DECEASED:
        _end(alert, AlertOutcome.DIED, process=ESCALATE)
        return step
    _fire(alert, step)
    return step


def _fire(alert: Alert, step: AlertStep) -> None:
    now = timezone.now()
    reached = queries.reached_by(alert, step.whom, now)
    step.fired_at, step.reached = now, len(reached)
    step.save(update_fields=["fired_at", "reached"])
    subject, body = wording.urgent(f"{settings.SITE_URL}/")
    for user in reached:
        notice = accounts.queue_notice(to=user.email, subject=subject, body=body)
        AlertTelling.objects.create(scheme_id=alert.scheme_id, step=step, user=user, notice=notice)
    following = alert.steps.waiting().order_by("number").first()
    if following is None:
        _repeat(alert, step)
    elif not reached and following.due_at > now:
        following.due_at = now
        following.save(update_fields=["due_at"])
    audit.record(
        events.ALERT_PASSED_ON, subject=alert, process=ESCALATE, patient_id=alert.episode.patient_id,
        whom=Whom(step.whom).label, names=", ".join(user.name for user in reached) or "nobody",
    )  # fmt: skip


def _repeat(alert: Alert, last: AlertStep) -> None:
    rule = queries.rule_on(alert.scheme_id, timezone.localdate())
    due_at = timezone.now() + timedelta(minutes=rule.repeat_minutes)
    AlertStep.objects.create(
        scheme_id=alert.scheme_id, alert=alert, number=last.number + 1, whom=last.whom, due_at=due_at
    )


@transaction.atomic
def acknowledge_alert(*, alert: Alert, will_do: str, by: Any, version: int | None = None) -> Alert:
    """Say “I have this”, and what one will do; nobody further along the route is told. Of one that somebody has: take
    it over. Refused without words, and when somebody else said so since the page was opened."""
    if not permissions.can_answer_alert(by, alert.episode.patient):
        raise PermissionDenied("You may not answer an alert about this person.")
    held = _held(alert, version)
    move = AlertMove.TAKE_OVER if held.status == AlertStatus.ACKNOWLEDGED else AlertMove.ACKNOWLEDGE
    held.status = ALERT.after(held.status, move)
    if not will_do.strip():
        raise ValidationError({"will_do": "Say what you will do, so that others know."})
    held.held_by, held.held_at, held.will_do = by, timezone.now(), will_do
    held.version += 1
    constraints.save(held)
    _log(held, move, by, note=will_do)
    _stop_steps(held)
    audit.record(events.ALERT_ACKNOWLEDGED, subject=held, by=by, patient_id=held.episode.patient_id, name=by.name)
    return held


def _held(alert: Alert, version: int | None) -> Alert:
    """The alert as it is now, kept still; refused when it changed since the page was opened, saying who has it."""
    found = Alert.objects.select_for_update(of=("self",)).select_related("episode__patient", "held_by")
    fresh: Alert = found.get(pk=alert.pk)
    if fresh.status == AlertStatus.ACKNOWLEDGED and fresh.held_by:
        check_fresh(fresh, version, f"{fresh.held_by.name} has this already: {fresh.will_do}")
    check_fresh(fresh, version)
    return fresh


@transaction.atomic
def close_alert(*, alert: Alert, outcome: str, by: Any, note: str = "", version: int | None = None) -> Alert:
    """Say what came of an alert that somebody has. Refused while nobody has it: whoever closes it has it first."""
    if not permissions.can_answer_alert(by, alert.episode.patient):
        raise PermissionDenied("You may not close an alert about this person.")
    held = _held(alert, version)
    if held.status == AlertStatus.OPEN:
        raise ValidationError("Nobody has this alert yet. Press “I have this” first.")
    if outcome not in CHOSEN_OUTCOMES:
        raise ValidationError({"outcome": "Choose what came of it."})
    if outcome == AlertOutcome.NOT_FOUND and not note.strip():
        raise ValidationError({"note": "Say who has been told."})
    return _end(held, AlertOutcome(outcome), by=by, note=note)


def _end(alert: Alert, outcome: AlertOutcome, *, by: Any = None, process: str = "", note: str = "") -> Alert:
    alert.status = ALERT.after(alert.status, AlertMove.CLOSE)
    alert.outcome, alert.outcome_note, alert.closed_at = outcome, note, timezone.now()
    alert.version += 1
    constraints.save(alert)
    _log(alert, AlertMove.CLOSE, by, process, note)
    _stop_steps(alert)
    audit.record(
        events.ALERT_CLOSED, subject=alert, by=by, process=process, patient_id=alert.episode.patient_id,
        outcome=outcome.label.lower(),
    )  # fmt: skip
    return alert


def end_alerts(*, episode: Episode, outcome: AlertOutcome, closed_by: Any) -> int:
    """Close whatever is open about an episode that is over, or about days that were recorded wrongly."""
    open_ = Alert.objects.filter(episode=episode).exclude(status=AlertStatus.CLOSED)
    if outcome == AlertOutcome.CORRECTED:
        open_ = open_.of_a_dose()
    found = list(open_.select_for_update(of=("self",)).select_related("episode"))
    for alert in found:
        _end(alert, outcome, by=closed_by)
    return len(found)
