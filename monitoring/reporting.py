"""Making a document that somebody asked for: claim the wish, read, print, keep. Safe to run twice."""

from uuid import UUID

from django.core.exceptions import ValidationError

from audit import wall
from monitoring import actions, documents, queries
from monitoring.models import DashboardSnapshot, IssuedDocument, Kind, ReportRun
from schemes.models import Scheme

UNEXPECTED = "Something went wrong that we had not thought of. It has been written to the log."


def produce(scheme_id: UUID, run_id: UUID) -> IssuedDocument | None:
    """Make one document; None when it no longer waits, or when it failed and its row says why.

    Three short transactions, so that the claim stands and the row tells the truth while the pages are drawn. An error
    that nobody foresaw is kept as a reason and raised again, for the log.
    """
    with wall.within(scheme_id):
        run = actions.claim_report(run_id=run_id)
    if run is None:
        return None
    try:
        with wall.within(scheme_id):
            title, content = _print(run)
        with wall.within(scheme_id):
            return actions.complete_report(run=run, title=title, content=content)
    except (documents.CannotPrint, ValidationError) as refusal:
        reason = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        with wall.within(scheme_id):
            actions.fail_report(run=run, reason=reason)
        return None
    except Exception:
        with wall.within(scheme_id):
            actions.fail_report(run=run, reason=UNEXPECTED)
        raise


def _print(run: ReportRun) -> tuple[str, bytes]:
    meeting = run.meeting
    if run.kind == Kind.MINUTES:
        return documents.minutes_title(meeting), documents.minutes_pdf(queries.meeting_record(meeting))
    snapshot = DashboardSnapshot.objects.get(meeting=meeting)
    return documents.report_title(meeting), documents.report_pdf(meeting, snapshot, queries.audit_report(snapshot))


def produce_waiting() -> int:
    """Make every document that waits, in every scheme; returns how many were made."""
    made = 0
    for scheme in Scheme.objects.all():
        with wall.within(scheme.pk):
            waiting = list(ReportRun.objects.waiting().values_list("pk", flat=True))
        made += sum(produce(scheme.pk, run_id) is not None for run_id in waiting)
    return made
