"""Reads of this app: people and what is known of them, registers and what they ask; and the set-based SQL."""

from patients.queries.banner import Banner, banner
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
from patients.queries.holdings import HOLDINGS

__all__ = [
    "HOLDINGS",
    "Banner",
    "Difference",
    "IdentityPanel",
    "Preview",
    "Question",
    "banner",
    "compare",
    "export_rows",
    "identity_panel",
    "import_rows",
    "imports_waiting",
    "open_questions",
    "people",
    "preview",
    "rejected_rows",
    "search",
]
