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
    ObjectionTo,
    OptOut,
    Patient,
    PatientQuerySet,
    Sex,
    Status,
    UsualGp,
    UsualGpQuerySet,
)
from patients.models.register import DemographicChange, PossibleDuplicate, RegisterImport, RegisterImportRow
from patients.models.rights import PersonStatement, ProcessingRestriction, ShareConsent

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
    "ObjectionTo",
    "OptOut",
    "Patient",
    "PatientQuerySet",
    "PersonStatement",
    "PossibleDuplicate",
    "ProcessingRestriction",
    "RegisterImport",
    "RegisterImportRow",
    "Restriction",
    "Sensitivity",
    "Sex",
    "ShareConsent",
    "Status",
    "UsualGp",
    "UsualGpQuerySet",
]
