"""What an approved erasure empties here, as part of that deed."""

from django.db.models import Case, CharField, Value, When

from episodes.models import Arrangement, Handover, ResponsibilityCorrection, ToldOwnGp
from patients.models import Patient

EMPTIED = ("note", "told_how", "reason", "end_reason")


def empty_words(*, patient: Patient) -> None:
    """Empty every word typed about the person's hand-overs, arrangements and corrections; who answered when stays."""
    ResponsibilityCorrection.objects.filter(patient=patient).update(reason="Erased")
    emptied = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value("Erased"), output_field=CharField())
        for name in EMPTIED
    }
    Handover.objects.filter(patient=patient).update(**emptied)
    arranged = Arrangement.objects.filter(patient=patient)
    arranged.exclude(correction_reason="").update(correction_reason="Erased")
    told = ToldOwnGp.objects.filter(patient=patient)
    told.update(told_by="Erased")
    told.exclude(withdrawn_reason="").update(withdrawn_reason="Erased")
