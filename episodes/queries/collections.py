"""Arrangements and collections as they are read: who collects where, on a day, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from episodes import permissions
from episodes.alerting import Level, Numbers
from episodes.collecting import LOOK_BACK, Day, Pattern, Run, Standing, days_of, run, standings
from episodes.holidays import bank_holidays
from episodes.lifecycle import AlertStatus, Status
from episodes.models import (
    Alert,
    ArrangementQuerySet,
    Collection,
    CollectionArrangement,
    CollectionRule,
    Episode,
    PharmacyClosure,
)
from patients.models import Status as PatientStatus


def rule_on(scheme_id: UUID, day: date) -> CollectionRule:
    """The numbers in force on the day; the defaults as shipped before the scheme has chosen its own."""
    versions = CollectionRule.objects.filter(scheme_id=scheme_id).select_related("duty_lead")
    shipped = CollectionRule(scheme_id=scheme_id, number=0, starts_on=day, source="Defaults as shipped")
    return versions.begun_by(day).first() or shipped


def numbers_of(rule: CollectionRule) -> Numbers:
    """The same for the pure rules."""
    return Numbers(
        urgent_after=rule.urgent_after_days,
        highest_after=rule.highest_after_days,
        not_recorded_after=rule.not_recorded_after_days,
        minutes={
            Level.FIRST: rule.minutes_first,
            Level.URGENT: rule.minutes_urgent,
            Level.HIGHEST: rule.minutes_highest,
        },
        repeat_minutes=rule.repeat_minutes,
    )


def rules(scheme_id: UUID) -> QuerySet[CollectionRule]:
    """Every version of the scheme's numbers, newest first."""
    return CollectionRule.objects.filter(scheme_id=scheme_id).select_related("recorded_by", "duty_lead")


def arrangement_on(episode: Episode, day: date) -> CollectionArrangement | None:
    """What is arranged on the day, or nothing."""
    return episode.arrangements.held_on(day).select_related("pharmacy").first()  # type: ignore[no-any-return]


def arrangements_on(day: date) -> ArrangementQuerySet:
    """The arrangements in force on the day, of people in shared care then."""
    held = CollectionArrangement.objects.held_on(day).exclude(episode__status=Status.ENDED)
    return held.exclude(episode__patient__status=PatientStatus.DECEASED)


def closed_days(rule: CollectionRule, pharmacy_id: UUID, first: date, last: date) -> set[date]:
    """Bank holidays, and the pharmacy's own closures as long as doses to take home can bridge them."""
    shut = set(bank_holidays(rule.nation, first, last))
    for closure in PharmacyClosure.objects.filter(pharmacy_id=pharmacy_id, starts_on__lte=last, ends_on__gte=first):
        if closure.length <= rule.longest_closure_days:
            days = (closure.starts_on + timedelta(days=n) for n in range(closure.length))
            shut.update(day for day in days if first <= day <= last)
    return shut


def days_told(episode: Episode, today: date, *, back: int = LOOK_BACK) -> list[tuple[Day, Standing]]:
    """Day by day up to today, how each dose stands; oldest first."""
    return standings(_days(episode, today, back), today)


def run_of(episode: Episode, today: date) -> Run:
    """How many days in a row the person has gone without a dose that is known to be taken."""
    return run(_days(episode, today, LOOK_BACK), today)


def _days(episode: Episode, today: date, back: int) -> list[Day]:
    first = today - timedelta(days=back - 1)
    arranged = list(episode.arrangements.filter(starts_on__lte=today))
    rule = rule_on(episode.scheme_id, today)
    found: list[Day] = []
    for each in sorted(arranged, key=lambda one: one.starts_on):
        records = dict(each.collections.standing().filter(day__gte=first).values_list("day", "outcome"))
        shut = closed_days(rule, each.pharmacy_id, first, today)
        found += days_of([Pattern(each.days, each.starts_on, each.ends_on)], shut, records, first, today)
    return found


@dataclass(frozen=True)
class Line:
    """One person on the pharmacist's list of a day."""

    arrangement: CollectionArrangement
    day: Day
    collection: Collection | None
    alert: Alert | None
    may_record: bool = False

    @property
    def is_due(self) -> bool:
        """Whether something is to be recorded yet."""
        return self.collection is None and self.may_record


def day_list(user: Any, day: date) -> list[Line]:
    """Everybody this person may see who is due on the day or was recorded, by name; with who has an alert of theirs."""
    own = user.acting.organisation_id
    arranged = list(
        own_or_all(user, arrangements_on(day))
        .select_related("episode__patient__practice", "pharmacy")
        .order_by("episode__patient__family_name", "episode__patient__given_name", "pk")
    )
    recorded = {c.arrangement_id: c for c in Collection.objects.standing().filter(day=day, arrangement__in=arranged)}
    alerts = _alerts_now(arranged)
    rule = rule_on(user.acting.scheme_id, day)
    shut = {key for key in {each.pharmacy_id for each in arranged} if closed_days(rule, key, day, day)}
    found = []
    for each in arranged:
        record = recorded.get(each.pk)
        due = Day(day, each.days[day.weekday()], each.pharmacy_id in shut, record.outcome if record else "")
        if due.attends:
            found.append(Line(each, due, record, alerts.get(each.episode_id), may_record=own == each.pharmacy_id))
    return found


def own_or_all(user: Any, arranged: ArrangementQuerySet) -> ArrangementQuerySet:
    """Of the people one may see; a pharmacist's only with their own pharmacy, whatever it was linked for."""
    seen = arranged.visible_to(user)
    return seen.filter(pharmacy=user.acting.organisation_id) if permissions.is_pharmacist(user) else seen


def _alerts_now(arranged: Sequence[CollectionArrangement]) -> dict[UUID, Alert]:
    """The gravest alert not yet closed of each person."""
    open_ = Alert.objects.exclude(status=AlertStatus.CLOSED).filter(episode__in={each.episode_id for each in arranged})
    return {alert.episode_id: alert for alert in open_.select_related("held_by").order_by("level", "-raised_at")}


def affected_by_closures(user: Any, today: date) -> list[tuple[PharmacyClosure, list[CollectionArrangement]]]:
    """Closures too long for doses to take home, begun or to come, with the arrangements that still fall in them."""
    rule = rule_on(user.acting.scheme_id, today)
    coming = PharmacyClosure.objects.filter(ends_on__gte=today).select_related("pharmacy")
    found = []
    for closure in coming:
        if closure.length <= rule.longest_closure_days:
            continue
        arranged = arrangements_on(max(closure.starts_on, today)).visible_to(user).filter(pharmacy=closure.pharmacy_id)
        held = list(arranged.select_related("episode__patient", "pharmacy"))
        if held:
            found.append((closure, held))
    return found


def closures(user: Any, today: date) -> QuerySet[PharmacyClosure]:
    """Closures going on or to come: of one's own pharmacy for a pharmacist, of all for everybody else."""
    found = PharmacyClosure.objects.filter(ends_on__gte=today).select_related("pharmacy", "recorded_by")
    return found.filter(pharmacy=user.acting.organisation_id) if permissions.is_pharmacist(user) else found


def reviews_overdue(user: Any, today: date) -> ArrangementQuerySet:
    """Arrangements in force whose review day has passed."""
    late = arrangements_on(today).visible_to(user).filter(review_on__lt=today)
    return late.select_related("episode__patient", "pharmacy").order_by("review_on", "pk")


def history(episode: Episode) -> Iterable[CollectionArrangement]:
    """Every arrangement there was, latest first."""
    found: Iterable[CollectionArrangement] = episode.arrangements.select_related("pharmacy", "recorded_by")
    return found


def collections_of(episode: Episode) -> QuerySet[Collection]:
    """Every record, corrected ones too, latest day first."""
    found = Collection.objects.filter(arrangement__episode=episode)
    return found.select_related("recorded_by", "arrangement__pharmacy", "superseded_by")
