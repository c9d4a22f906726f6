"""Reads of this app: people and what is known of them, registers and what they ask; and the set-based SQL."""

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

__all__ = [
    "Difference",
    "IdentityPanel",
    "Preview",
    "Question",
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
