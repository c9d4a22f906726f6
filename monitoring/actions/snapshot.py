"""Freezing the figures for a meeting, as rows: true, and as published (F7)."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit import actions as audit
from audit import wall
from indicators import disclosure
from indicators import queries as indicators
from indicators.disclosure import Figure
from indicators.measures import Result
from indicators.periods import Quarter, run_up
from monitoring import events
from monitoring.actions.meeting import underway
from monitoring.models import DashboardSnapshot, Meeting, SnapshotReason, SnapshotResult


@transaction.atomic
def freeze_dashboard(*, meeting: Meeting, quarter: Quarter, by: Any, today: date) -> DashboardSnapshot:
    """Keep the figures of a quarter as this meeting sees them, with the quarters that led up to it.

    Stored once: refused when the meeting has its figures, or its minutes are approved. Later corrections of the facts
    change no number here.
    """
    meeting = underway(meeting, by)
    if DashboardSnapshot.objects.filter(meeting=meeting).exists():
        raise ValidationError("The figures are frozen already; what the meeting saw is not changed.")
    period = quarter.seen_on(today)
    with wall.widened("a meeting's figures count everybody, and only published ones are shown"):
        counted = [(each.code, result) for each, result in _results(quarter, today)]
    shown = disclosure.publishable(result for _, result in counted)
    rows = [
        _row(position, code, result, figure)
        for position, ((code, result), figure) in enumerate(zip(counted, shown, strict=True), 1)
    ]
    snapshot = DashboardSnapshot.objects.create(
        scheme_id=meeting.scheme_id,
        meeting=meeting,
        period_code=period.code,
        period_label=period.label,
        period_start=period.starts_on,
        period_end=period.ends_on,
        taken_by=by,
        sha256=_digest(rows),
    )
    for row in rows:
        row.scheme_id, row.snapshot = meeting.scheme_id, snapshot
    SnapshotResult.objects.bulk_create(rows)
    SnapshotReason.objects.bulk_create(_reasons(rows, [result for _, result in counted], shown))
    audit.record(events.DASHBOARD_FROZEN, subject=meeting, by=by, period=period.label, planned_on=meeting.planned_on)
    return snapshot


def _results(quarter: Quarter, today: date) -> Iterable[tuple[Quarter, Result]]:
    """The quarter's results overall and by practice, then the overall ones of the quarters before it."""
    for each in [quarter, *reversed(run_up(quarter)[:-1])]:
        period = each.seen_on(today)
        for result in indicators.results(period.starts_on, period.ends_on):
            if each == quarter or result.practice_id is None:
                yield each, result


def _row(position: int, code: str, result: Result, figure: Figure) -> SnapshotResult:
    return SnapshotResult(
        position=position,
        period_code=code,
        period_start=result.period_start,
        period_end=result.period_end,
        measure=figure.code,
        title=figure.title,
        standard=figure.standard,
        higher_is_better=figure.higher_is_better,
        practice_id=result.practice_id,
        practice_name=result.practice,
        true_numerator=result.numerator,
        true_denominator=result.denominator,
        true_excluded=result.excluded,
        true_incomplete=result.incomplete,
        numerator=figure.numerator,
        denominator="" if figure.denominator is None else figure.denominator,
        excluded=figure.excluded,
        incomplete=figure.incomplete,
        percentage=figure.percentage,
    )


def _reasons(
    rows: Iterable[SnapshotResult], results: Iterable[Result], shown: Iterable[Figure]
) -> Iterable[SnapshotReason]:
    for row, result, figure in zip(rows, results, shown, strict=True):
        for (_, _, true_count), (outcome, words, count) in zip(result.reasons, figure.reasons, strict=True):
            yield SnapshotReason(
                scheme_id=row.scheme_id, result=row, outcome=outcome, reason=words, true_count=true_count, count=count
            )


def _digest(rows: Iterable[SnapshotResult]) -> str:
    """The hash of every stored number, so that anybody can show that none has changed."""
    lines = (
        f"{row.period_code}|{row.measure}|{row.practice_id or ''}|{row.true_numerator}|{row.true_denominator}|"
        f"{row.true_excluded}|{row.true_incomplete}|{row.numerator}|{row.denominator}|{row.excluded}|{row.incomplete}|"
        f"{row.percentage}"
        for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
