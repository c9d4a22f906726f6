"""The aspects of care a new scheme starts with; the scheme may change its list.

Source: capabilities B1 (Department of Health, EL(95)114, as read by L. Stanway, SMMGP).
"""

COORDINATION = "coordination"
CASE_MANAGEMENT = "case_management"
PRESCRIBING = "prescribing"

DEFAULT_ASPECTS = [
    (COORDINATION, "Care co-ordination"),
    (PRESCRIBING, "Substitute prescribing"),
    ("physical_health", "Physical health"),
    ("key_work", "Psychosocial support and key work"),
    ("supervised_consumption", "Supervised consumption"),
    ("drug_testing", "Drug testing"),
    ("blood_borne_viruses", "Blood-borne viruses"),
    ("safeguarding", "Safeguarding"),
    ("plan_review", "Care plan review"),
    (CASE_MANAGEMENT, "Case management"),
]
# Somebody whose care is stable needs no case manager (B10).
NEEDED_UNLESS_STABLE = frozenset({CASE_MANAGEMENT})
STABLE = "stable"  # as in episodes, which stands above


def is_needed(code: str, complexity: str) -> bool:
    """Whether somebody must answer for the aspect in care as complex as this."""
    return complexity != STABLE or code not in NEEDED_UNLESS_STABLE
