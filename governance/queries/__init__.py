"""Reads of this app: requests and what stands on a record, the copy of one, and what is past its time."""

from governance.queries.access import HOLDINGS, Copy, copy_of, documents_of
from governance.queries.panels import (
    Proposal,
    RightsPanel,
    erased,
    erasure_to_decide,
    erasures,
    erasures_waiting,
    requests_open,
    requests_overdue,
    rights_panel,
)
from governance.queries.retention import (
    Keeping,
    PastItsTime,
    keeping,
    kept_until,
    printed_with_somebody_held,
    review_list,
)

__all__ = [
    "HOLDINGS",
    "Copy",
    "Keeping",
    "PastItsTime",
    "Proposal",
    "RightsPanel",
    "copy_of",
    "documents_of",
    "erased",
    "erasure_to_decide",
    "erasures",
    "erasures_waiting",
    "keeping",
    "kept_until",
    "printed_with_somebody_held",
    "requests_open",
    "requests_overdue",
    "review_list",
    "rights_panel",
]
