"""What is entered about who answers for what."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from episodes import queries, responsibility
from episodes.models import Episode
from patients.models import Patient
from practices.models import Post, Professional
from schemes import queries as schemes
from schemes.models import CareAspect
from ui import forms as fields

NOBODY = ("", "Nobody yet")


def holder_choices(patient: Patient, day: date) -> list[Any]:
    """Who may be offered, by organisation, nobody first."""
    return [NOBODY, *post_choices(queries.possible_holders(patient, day))]


def post_choices(groups: list[tuple[str, list[Post]]]) -> list[Any]:
    """The professionals of these posts, under the names of their places."""
    return [(name, [_choice(post.professional) for post in posts]) for name, posts in groups]


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


class AspectForm(forms.Form):
    """One aspect of care in an episode, as its page showed it."""

    aspect = forms.ModelChoiceField(queryset=CareAspect.objects.none(), label="Aspect of care", empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.fields["aspect"].queryset = schemes.aspects_on(episode.scheme_id, self.today)  # type: ignore[attr-defined]


class AssignForm(AspectForm):
    """Who answers for one aspect from now on."""

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, episode=episode, **kwargs)
        self.fields["holder"] = HolderField(
            label="Who answers for it",
            choices=holder_choices(episode.patient, self.today),
            error_messages={"required": "Choose who answers for it"},
        )


class SupportForm(AspectForm):
    """Who supports the holder of one aspect from now on."""

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, episode=episode, **kwargs)
        self.fields["supporter"] = HolderField(
            label="Who supports it",
            choices=[("", "Choose somebody"), *holder_choices(episode.patient, self.today)[1:]],
            error_messages={"required": "Choose who supports it"},
        )


class CorrectForm(AssignForm):
    """Who answered for one aspect in the past, where the record has it wrong."""

    field_order = ("aspect", "holder", "from_day", "until_day", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        holder.label, holder.required = "Who answered for it", False
        holder.choices = [("", "Nobody"), *holder.choices[1:]]  # type: ignore[attr-defined]
        self.fields["from_day"] = fields.DateField(
            label="From which day", latest=self.today, help_text="From the first minute of that day."
        )
        self.fields["until_day"] = fields.DateField(
            label="Until which day",
            required=False,
            latest=self.today - timedelta(days=1),
            help_text="The whole of that day. Leave it empty if it is still so.",
        )
        self.fields["reason"] = fields.CleanText(
            label="Why was the record wrong?",
            max_length=500,
            rows=3,
            help_text="What the record said until today is kept, and can still be asked for.",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The days as moments."""
        cleaned = super().clean() or {}
        zone = timezone.get_current_timezone()
        first, last = cleaned.pop("from_day", None), cleaned.pop("until_day", None)
        cleaned["from_moment"] = responsibility.start_of(first, zone) if first else None
        cleaned["until_moment"] = responsibility.end_of(last, zone) if last else None
        return cleaned


class GapsForm(forms.Form):
    """Which list, and which aspect to look for; a filter."""

    show = forms.ChoiceField(label="When", choices=queries.GapShow.choices, required=False)
    aspect = forms.ModelChoiceField(
        queryset=CareAspect.objects.none(), label="Aspect of care", required=False, empty_label="Any"
    )

    def __init__(self, *args: Any, scheme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].queryset = schemes.aspects_on(scheme_id, timezone.localdate())  # type: ignore[attr-defined]


class MomentForm(forms.Form):
    """A moment to look back to, and the day whose knowledge of it is asked for; a filter."""

    on = fields.DateField(label="Who was responsible on", required=False)
    at = forms.TimeField(
        label="At",
        required=False,
        help_text="For example 10:00. Midday when left empty.",
        error_messages={"invalid": "Enter a time, for example 10:00"},
        widget=forms.TextInput,
    )
    known_on = fields.DateField(
        label="As it was known on", required=False, help_text="As it is known today when left empty."
    )

    def clean(self) -> dict[str, Any]:
        """The day and time as one moment, and the end of the day on which it was known."""
        cleaned = super().clean() or {}
        zone = timezone.get_current_timezone()
        day, at, known = cleaned.get("on"), cleaned.get("at"), cleaned.get("known_on")
        cleaned["moment"] = responsibility.moment_of(day, at or time(12), zone) if day else None
        cleaned["known_at"] = responsibility.end_of(known, zone) if known else None
        return cleaned
