"""What is entered about who answers for what."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.models import Episode
from patients.models import Patient
from practices.models import Professional
from schemes import queries as schemes
from schemes.models import CareAspect
from ui import forms as fields

NOBODY = ("", "Nobody yet")


def holder_choices(patient: Patient, day: date) -> list[Any]:
    """Who may be offered, by organisation, nobody first."""
    groups = queries.possible_holders(patient, day)
    return [NOBODY, *((name, [_choice(post.professional) for post in posts]) for name, posts in groups)]


def _choice(professional: Professional) -> tuple[str, str]:
    return str(professional.pk), f"{professional} ({professional.get_profession_display()})"


class HolderField(forms.TypedChoiceField):
    """One professional out of those offered; cleans to the professional, or None for nobody."""

    def __init__(self, *, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(choices=choices, coerce=self._found, empty_value=None, **kwargs)

    @staticmethod
    def _found(value: str) -> Professional:
        found: Professional = Professional.objects.get(pk=value)
        return found


class AssignForm(forms.Form):
    """Who answers for one aspect, and from when."""

    aspect = forms.ModelChoiceField(queryset=CareAspect.objects.none(), label="Aspect of care", empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["aspect"].queryset = schemes.aspects_on(episode.scheme_id, today)  # type: ignore[attr-defined]
        self.fields["holder"] = HolderField(
            label="Who answers for it",
            choices=holder_choices(episode.patient, today),
            error_messages={"required": "Choose who answers for it"},
        )
        self.fields["from_day"] = fields.DateField(
            label="From which day",
            required=False,
            latest=today,
            help_text="Leave it as it is for from now on. An earlier day counts from its first minute.",
        )

    def clean(self) -> dict[str, Any]:
        """The day as a moment: today means from now on."""
        cleaned = super().clean() or {}
        day = cleaned.pop("from_day", None)
        today = timezone.localdate()
        cleaned["from_moment"] = timezone.make_aware(datetime.combine(day, time.min)) if day and day != today else None
        return cleaned


class GapsForm(forms.Form):
    """Which aspect to look for; a filter."""

    aspect = forms.ModelChoiceField(
        queryset=CareAspect.objects.none(), label="Aspect of care", required=False, empty_label="Any"
    )

    def __init__(self, *args: Any, scheme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].queryset = schemes.aspects_on(scheme_id, timezone.localdate())  # type: ignore[attr-defined]


class MomentForm(forms.Form):
    """A day to look back to; a filter."""

    on = fields.DateField(label="Who was responsible on", required=False)
