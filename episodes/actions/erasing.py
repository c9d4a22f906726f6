"""What an approved erasure empties here, as part of that deed."""

from django.db.models import Case, CharField, Value, When

from episodes.models import Handover, ResponsibilityCorrection
from patients.models import Patient

EMPTIED = ("note", "told_how", "reason", "end_reason")


def empty_words(*, patient: Patient) -> None:
    """Empty every word typed about the person's hand-overs and corrections; who answered when stays."""
    ResponsibilityCorrection.objects.filter(patient=patient).update(reason="Erased")
    emptied = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value("Erased"), output_field=CharField())
        for name in EMPTIED
    }
    Handover.objects.filter(patient=patient).update(**emptied)
