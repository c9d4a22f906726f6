"""Reading the figures a meeting saw: from the stored rows alone, as they were published."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators import periods
from indicators.disclosure import SUPPRESSED, Cell, Figure
from monitoring.models import DashboardSnapshot, SnapshotReason, SnapshotResult


def frozen_figures(snapshot: DashboardSnapshot, period_code: str = "") -> list[tuple[str, Figure]]:
    """The published figures of a snapshot with their quarters, as the meeting saw them, from the stored rows alone."""
    rows = SnapshotResult.objects.filter(snapshot=snapshot).prefetch_related("reasons")
    if period_code:
        rows = rows.filter(period_code=period_code)
    return [(row.period_code, _figure(row, row.reasons.all())) for row in rows]


def _figure(row: SnapshotResult, reasons: Iterable[SnapshotReason]) -> Figure:
    return Figure(
        code=row.measure,
        title=row.title,
        standard=row.standard,
        higher_is_better=row.higher_is_better,
        practice_id=row.practice_id,
        practice=row.practice_name,
        period_start=row.period_start,
        period_end=row.period_end,
        numerator=_cell(row.numerator),
        denominator=_cell(row.denominator) if row.denominator else None,
        excluded=_cell(row.excluded),
        incomplete=_cell(row.incomplete),
        percentage=row.percentage,
        reasons=tuple((each.outcome, each.reason, _cell(each.count)) for each in reasons),
    )


def _cell(text: str) -> Cell:
    return SUPPRESSED if text == SUPPRESSED else int(text)


@dataclass(frozen=True)
class MeasureReport:
    """One measure of the audit report: overall, practice by practice, and the quarters that led up to it."""

    overall: Figure
    practices: list[Figure]
    run_up: list[tuple[str, Figure]]


def audit_report(snapshot: DashboardSnapshot) -> list[MeasureReport]:
    """The frozen figures measure by measure, from the stored rows alone."""
    figures = frozen_figures(snapshot)
    found = []
    for code in dict.fromkeys(figure.code for _, figure in figures):
        own = [(period, figure) for period, figure in figures if figure.code == code]
        now = [figure for period, figure in own if period == snapshot.period_code]
        trail = sorted((pair for pair in own if pair[1].practice_id is None), key=lambda pair: pair[0])
        found.append(MeasureReport(now[0], now[1:], [(periods.read(period).short, each) for period, each in trail]))
    return found
