"""The rows of this app: people, and the registers they are brought in by."""

from patients.models.access import (
    EmergencyAccess,
    EmergencyAttempt,
    EmergencyReview,
    NamedAccess,
    Restriction,
    Sensitivity,
)
from patients.models.look_review import LookReview
from patients.models.person import (
    CareLink,
    Channel,
    Format,
    OptOut,
    Patient,
    PatientQuerySet,
    Sex,
    Status,
)
from patients.models.register import DemographicChange, PossibleDuplicate, RegisterImport, RegisterImportRow

__all__ = [
    "CareLink",
    "Channel",
    "DemographicChange",
    "EmergencyAccess",
    "EmergencyAttempt",
    "EmergencyReview",
    "Format",
    "LookReview",
    "NamedAccess",
    "OptOut",
    "Patient",
    "PatientQuerySet",
    "PossibleDuplicate",
    "RegisterImport",
    "RegisterImportRow",
    "Restriction",
    "Sensitivity",
    "Sex",
    "Status",
]
