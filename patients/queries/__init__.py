"""Reads of this app: people and what is known of them, registers and what they ask; and the set-based SQL."""

from patients.queries.banner import Banner, banner
from patients.queries.looks import Look, Looker, Period, by_looker, looks_at
from patients.queries.people import (
    IdentityPanel,
    Question,
    export_rows,
    identity_panel,
    people,
    search,
)
from patients.queries.registers import (
    Difference,
    Preview,
    compare,
    import_rows,
    imports_waiting,
    open_questions,
    preview,
    rejected_rows,
)
from patients.queries.sight import Sighted, WhoCanSee, who_can_see
from patients.queries.standing_out import Finding, looks_behind, named, reviews_of, standing_out

__all__ = [
    "Banner",
    "Difference",
    "Finding",
    "IdentityPanel",
    "Look",
    "Looker",
    "Period",
    "Preview",
    "Question",
    "Sighted",
    "WhoCanSee",
    "banner",
    "by_looker",
    "compare",
    "export_rows",
    "identity_panel",
    "import_rows",
    "imports_waiting",
    "looks_at",
    "looks_behind",
    "named",
    "open_questions",
    "people",
    "preview",
    "rejected_rows",
    "reviews_of",
    "search",
    "standing_out",
    "who_can_see",
]
