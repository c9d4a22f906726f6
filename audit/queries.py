"""Reading the record."""

from uuid import UUID

from django.db.models import QuerySet

from audit.holdings import Holding
from audit.models import Event, RecordView


def timeline(patient_id: UUID, limit: int = 50) -> QuerySet[Event]:
    """What was done for one person, latest first, with whoever did it."""
    return Event.objects.filter(patient_id=patient_id).select_related("by")[:limit]


def looks(patient_id: UUID) -> QuerySet[RecordView]:
    """Who looked at one person's record, latest first."""
    return RecordView.objects.filter(patient_id=patient_id).select_related("user")


# What this app holds about one person: the trail of deeds, and who looked.
HOLDINGS = (
    Holding(Event, "What was done, and by whom", skip=("kind", "data", "subject_type", "subject_id")),
    Holding(RecordView, "Who looked at your record"),
)
