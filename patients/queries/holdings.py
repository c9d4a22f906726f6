"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from patients.models import (
    CareLink,
    DemographicChange,
    EmergencyAccess,
    EmergencyAttempt,
    EmergencyReview,
    LookReview,
    NamedAccess,
    OptOut,
    Patient,
    PersonStatement,
    PossibleDuplicate,
    ProcessingRestriction,
    RegisterImportRow,
    Restriction,
    ShareConsent,
    UsualGp,
)

HOLDINGS = (
    Holding(Patient, "Who you are and how to reach you", of="pk", ours=True),
    Holding(CareLink, "Who else takes part in your care"),
    Holding(UsualGp, "Which GP you usually see"),
    Holding(OptOut, "What you asked us not to do"),
    Holding(ShareConsent, "With whom you let us share"),
    Holding(ProcessingRestriction, "When your record was not to be used"),
    Holding(PersonStatement, "Your own statements"),
    Holding(DemographicChange, "What was changed about who you are"),
    Holding(RegisterImportRow, "What registers said about you"),
    Holding(PossibleDuplicate, "Whether you were taken for somebody else"),
    Holding(Restriction, "When only named people could open your record"),
    Holding(NamedAccess, "Who was named to open your record"),
    Holding(EmergencyAccess, "Who opened your record in an emergency", skip=("membership",)),
    Holding(EmergencyReview, "What was made of that", of="access__patient_id"),
    Holding(EmergencyAttempt, "Who tried to open your record in an emergency"),
    Holding(LookReview, "What was made of looks at your record"),
)
