"""What this app holds about one person: the trail of deeds, who looked, and what stood in the record before."""

from audit.holdings import Holding
from audit.models import Event, RecordView, RowChange, TrailRow

OWN = (*TrailRow.STAMPS, "scheme_id", "patient_id")
HOLDINGS = (
    Holding(Event, "What was done, and by whom", skip=(*OWN, "kind", "data", "subject_type", "subject_id"), ours=True),
    Holding(RecordView, "Who looked at your record", skip=(*OWN, "organisation_id"), ours=True),
    Holding(
        RowChange,
        "What stood in your record before it was changed",
        skip=(*OWN, "row_id", "kind_of_record", "closed_digest"),
        only={"old__isnull": False},
    ),
)
