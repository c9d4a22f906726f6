"""What an approved erasure empties here, as part of that deed."""

from django.db.models import Case, CharField, Value, When

from episodes.models import ComplexityChange, Handover, ResponsibilityCorrection, Transition
from patients.models import Patient

EMPTIED = ("note", "told_how", "reason", "end_reason")
OF_MOVES = ("reason", "information_other", "told_how", "decline_reason", "end_reason")


def empty_words(*, patient: Patient) -> None:
    """Empty every word typed about hand-overs, moves, corrections and complexity; who answered when stays."""
    ResponsibilityCorrection.objects.filter(patient=patient).update(reason="Erased")
    ComplexityChange.objects.filter(patient=patient).update(reason="Erased")
    Handover.objects.filter(patient=patient).update(**_emptied(EMPTIED))
    Transition.objects.filter(patient=patient).update(**_emptied(OF_MOVES))


def _emptied(names: tuple[str, ...]) -> dict[str, Case]:
    """What was typed gives way to a word that says so; what was empty stays empty."""
    return {
        name: Case(When(**{name: ""}, then=Value("")), default=Value("Erased"), output_field=CharField())
        for name in names
    }
