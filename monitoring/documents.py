"""The minutes and the audit report as PDF bytes, from what the queries read."""

from typing import Any

from indicators import pictures
from indicators.disclosure import Figure
from monitoring.models import DashboardSnapshot, Meeting
from monitoring.queries import MeasureReport, MeetingRecord
from ui import pdf, words

CannotPrint = pdf.PdfUnavailable


def minutes_title(meeting: Meeting) -> str:
    return f"Minutes of {words.day(meeting.planned_on)}"


def minutes_pdf(record: MeetingRecord) -> bytes:
    """The minutes; until they are approved every page says that they are a draft."""
    context = {"record": record, "meeting": record.meeting, "snapshot": record.snapshot}
    return pdf.render_pdf("monitoring/print/minutes.html", context, title=minutes_title(record.meeting))


def report_title(meeting: Meeting) -> str:
    return f"Audit report for {words.day(meeting.planned_on)}"


def report_pdf(meeting: Meeting, snapshot: DashboardSnapshot, measures: list[MeasureReport]) -> bytes:
    """The audit report, measure by measure and practice by practice, in the numbers the meeting saw."""
    context: dict[str, Any] = {
        "meeting": meeting,
        "snapshot": snapshot,
        "sections": [{"measure": measure, **charts_of(measure)} for measure in measures],
    }
    return pdf.render_pdf("monitoring/print/report.html", context, title=report_title(meeting))


def charts_of(measure: MeasureReport) -> dict[str, Any]:
    """The pictures of one measure, from its frozen figures."""
    is_share = measure.overall.denominator is not None
    funnel = pictures.funnel(measure.overall, measure.practices) if is_share else None
    drawn = [place.name for place in funnel.places if place.counted] if funnel else []
    return {
        "funnel": funnel,
        "run": pictures.run(measure.run_up),
        # The picture numbers its practices; the table beside it uses the same numbers.
        "rows": [(figure, _number(figure, drawn)) for figure in [*measure.practices, measure.overall]],
    }


def _number(figure: Figure, drawn: list[str]) -> int | None:
    return drawn.index(figure.practice) + 1 if figure.practice in drawn else None
