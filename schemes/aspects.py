"""The aspects of care a new scheme starts with; the scheme may change its list.

Source: capabilities B1 (Department of Health, EL(95)114, as read by L. Stanway, SMMGP).
"""

COORDINATION = "coordination"

DEFAULT_ASPECTS = [
    (COORDINATION, "Care co-ordination"),
    ("prescribing", "Substitute prescribing"),
    ("physical_health", "Physical health"),
    ("key_work", "Psychosocial support and key work"),
    ("supervised_consumption", "Supervised consumption"),
    ("drug_testing", "Drug testing"),
    ("blood_borne_viruses", "Blood-borne viruses"),
    ("safeguarding", "Safeguarding"),
    ("plan_review", "Care plan review"),
]
