"""What was done, what was looked at, which rows changed."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from audit.models import Event, RecordView, RowChange


def timeline(patient_id: UUID, limit: int = 50) -> QuerySet[Event]:
    """What was done for one person, latest first, with whoever did it."""
    return Event.objects.filter(patient_id=patient_id).select_related("by")[:limit]


def looks(patient_id: UUID) -> QuerySet[RecordView]:
    """Who looked at one person's record, latest first."""
    return RecordView.objects.filter(patient_id=patient_id).select_related("user")


def row_changes(patient_id: UUID) -> QuerySet[RowChange]:
    """Every row about one person that was added, changed or removed, latest first: old and new values, who, when.

    Rows beneath a plan name no person of their own; they are found by the transaction they share with the deed.
    """
    return RowChange.objects.filter(patient_id=patient_id).select_related("by")


def deeds(
    *, first: date | None = None, last: date | None = None, kind: str = "", by: UUID | None = None
) -> QuerySet[Event]:
    """The deeds of the scheme stood in, latest first, by day, by the beginning of their kind, and by who did them."""
    found = Event.objects.select_related("by").order_by("-at", "-number")
    found = found.filter(at__date__gte=first) if first else found
    found = found.filter(at__date__lte=last) if last else found
    found = found.filter(kind__startswith=kind) if kind else found
    return found.filter(by=by) if by else found
