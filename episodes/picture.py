"""Who answered for what as a picture: aspects down, time across, holders as bars, and where nobody did in between."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from practices.models import Profession
from ui import charts

KINDS = {Profession.GP: "gp", Profession.SPECIALIST: "specialist", Profession.PHARMACIST: "pharmacy"}
NOBODY = "Nobody"


def time_line(
    aspects: Iterable[Any],
    rows: Sequence[Any],
    *,
    begins: date,
    ends: date,
    today: date,
    zone: tzinfo,
    needed: Any = lambda aspect: True,
) -> charts.TimeLine:
    """A lane an aspect, a span a holder, a gap where nobody answered though somebody had to; both days are drawn."""
    lanes = []
    for aspect in aspects:
        held = sorted((row for row in rows if row.aspect_id == aspect.pk), key=lambda row: row.held.lower)
        if held or needed(aspect):
            spans = list(_spans(held, begins, ends, zone, with_gaps=needed(aspect)))
            lanes.append(charts.Lane(aspect.name, spans))
    gaps = sum(span.kind == "gap" for lane in lanes for span in lane.spans)
    title = "Who answers for what"
    found = f"{title}: {gaps} {'gap' if gaps == 1 else 'gaps'}" if gaps else f"{title}, without a gap"
    return charts.TimeLine(title=found, lanes=lanes, start=begins, end=ends, today=today)


def _spans(held: Sequence[Any], begins: date, ends: date, zone: tzinfo, *, with_gaps: bool) -> Iterable[charts.Span]:
    """The holders' spans within the days drawn, and the gaps between them. A gap of moments within a day is one too."""
    reached: datetime | None = None
    first_day = begins
    for row in held:
        starts = row.held.lower.astimezone(zone).date()
        if with_gaps and (row.held.lower > reached if reached else starts > begins) and starts > begins:
            yield charts.Span(max(first_day, begins), starts, NOBODY, kind="gap")
        until = row.held.upper.astimezone(zone).date() if row.held.upper else None
        if until is None or until >= begins:
            yield charts.Span(starts, until, row.holder.name, kind=KINDS.get(row.holder.profession, "other"))
        reached, first_day = row.held.upper, until or ends + timedelta(days=1)
        if reached is None:
            return
    if with_gaps and first_day <= ends:
        yield charts.Span(max(first_day, begins), None, NOBODY, kind="gap")
