"""The standing agenda a meeting starts with; the co-ordinator may add to it. Source: standards 11."""

STANDING_AGENDA = (
    "Apologies and declarations of interest",
    "Minutes of the last meeting and its actions",
    "Figures: activity, capacity and audit",
    "Incidents, near misses and learning",
    "Safety alerts, prescribing and controlled drugs",
    "Pharmacy",
    "Training and tiers",
    "Complaints and feedback",
    "Practices and agreements",
    "Any other business",
    "Date of the next meeting",
)
