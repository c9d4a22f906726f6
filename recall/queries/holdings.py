"""What this app holds about one person, named in plain words for whoever asks for a copy of it."""

from audit.holdings import Holding
from recall.models import (
    Answer,
    AttemptOutcome,
    Booking,
    BookingOutcome,
    CohortMember,
    Concern,
    DeliveryReceipt,
    Invitation,
    InvitationAttempt,
    UnreadText,
)

HOLDINGS = (
    Holding(CohortMember, "Groups of people you were put into, to be invited"),
    Holding(Invitation, "When you were to be invited"),
    Holding(InvitationAttempt, "The messages we sent you", of="invitation__patient_id", ours=True),
    Holding(AttemptOutcome, "What became of each message", of="attempt__invitation__patient_id", ours=True),
    Holding(DeliveryReceipt, "Whether each message arrived", of="attempt__invitation__patient_id", ours=True),
    Holding(Answer, "What you answered", of="invitation__patient_id"),
    Holding(Booking, "Appointments you booked", of="invitation__patient_id", ours=True),
    Holding(BookingOutcome, "What became of your appointments", of="booking__invitation__patient_id", ours=True),
    Holding(UnreadText, "Texts you sent us"),
    Holding(Concern, "What we looked into after an answer"),
)
