"""Reading practices, professionals, their tiers, and imports."""

from practices.queries.practice import (
    PracticePanel,
    organisation_with_code,
    places,
    practice_panel,
    practices_without_gp,
    professionals_at,
    with_gp_counts,
)
from practices.queries.practice_import import (
    Preview,
    carry_out,
    commissioners_in,
    held_by_code,
    hold_practices_still,
    import_lines,
    judge,
    not_in_file,
    preview,
    rows_with,
    stage_rows,
)
from practices.queries.professional import ProfessionalRecord, eligibility, professional_record
from practices.queries.tier import (
    evidence_lapsing,
    evidence_on,
    held_on,
    tiers_due_review,
    tiers_now,
    tiers_unsupported,
)

__all__ = [
    "PracticePanel",
    "Preview",
    "ProfessionalRecord",
    "carry_out",
    "commissioners_in",
    "eligibility",
    "evidence_lapsing",
    "evidence_on",
    "held_by_code",
    "held_on",
    "hold_practices_still",
    "import_lines",
    "judge",
    "not_in_file",
    "organisation_with_code",
    "places",
    "practice_panel",
    "practices_without_gp",
    "preview",
    "professional_record",
    "professionals_at",
    "rows_with",
    "stage_rows",
    "tiers_due_review",
    "tiers_now",
    "tiers_unsupported",
    "with_gp_counts",
]
