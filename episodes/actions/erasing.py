"""What an approved erasure empties here, as part of that deed."""

from django.db.models import Case, CharField, Model, Value, When

from episodes.models import (
    Arrangement,
    ComplexityChange,
    Handover,
    ResponsibilityCorrection,
    ToldOwnGp,
    Transition,
)
from patients.models import Patient

# Every word that somebody typed about the person; each row names its person.
TYPED: dict[type[Model], tuple[str, ...]] = {
    ResponsibilityCorrection: ("reason",),
    ComplexityChange: ("reason",),
    Handover: ("note", "told_how", "reason", "end_reason"),
    Transition: ("reason", "information_other", "told_how", "decline_reason", "end_reason"),
    Arrangement: ("correction_reason",),
    ToldOwnGp: ("told_by", "withdrawn_reason"),
}


def empty_words(*, patient: Patient) -> None:
    """Empty every word typed about the person's care; who answered when stays."""
    for model, names in TYPED.items():
        model._default_manager.filter(patient=patient).update(**{name: _emptied(name) for name in names})


def _emptied(name: str) -> Case:
    """What was typed gives way to a word that says so; what was empty stays empty."""
    return Case(When(**{name: ""}, then=Value("")), default=Value("Erased"), output_field=CharField())
