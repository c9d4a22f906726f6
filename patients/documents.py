"""The report of who looked at somebody, for the person themselves."""

from datetime import datetime

from patients.models import Patient
from patients.queries import Looker, Period
from patients.sight import NOT_KNOWN_NOW, TO_THE_PERSON
from ui import pdf

TITLE = "Who has looked at your record"


def access_report(
    patient: Patient, lookers: list[Looker], period: Period, made_at: datetime, variant: str = "standard"
) -> bytes:
    """The PDF of every look at a person. Refuses, in words, what is too long to print."""
    context = {
        "patient": patient,
        "told": [(looker, TO_THE_PERSON[looker.ground] if looker.ground else NOT_KNOWN_NOW) for looker in lookers],
        "count": sum(looker.count for looker in lookers),
        "period": period,
        "made_at": made_at,
    }
    return pdf.render_pdf("patients/print/access_report.html", context, title=TITLE, variant=variant)
