"""Reading the record."""

from uuid import UUID

from django.db.models import QuerySet

from audit.models import Event, RecordView


def timeline(patient_id: UUID, limit: int = 50) -> QuerySet[Event]:
    """What was done for one person, latest first, with whoever did it."""
    return Event.objects.filter(patient_id=patient_id).select_related("by")[:limit]


def looks(patient_id: UUID) -> QuerySet[RecordView]:
    """Who looked at one person's record, latest first."""
    return RecordView.objects.filter(patient_id=patient_id).select_related("user")
