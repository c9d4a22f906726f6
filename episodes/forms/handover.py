"""What is entered when care is handed over."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries, responsibility
from episodes.forms.responsibility import HolderField, holder_choices
from episodes.handover import STANDS_FOR, Kind
from episodes.models import Episode, HandoverQuerySet
from schemes import queries as schemes
from schemes.models import CareAspect
from ui import forms as fields


class OfferForm(forms.Form):
    """What is offered to whom, how long the offer stands, and whether the care comes back."""

    aspect = forms.ModelChoiceField(queryset=CareAspect.objects.none(), label="Aspect of care", empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("aspect", "receiver", "kind", "returns_on", "expires_on", "note")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["aspect"].queryset = schemes.aspects_on(episode.scheme_id, today)  # type: ignore[attr-defined]
        nobody, *others = holder_choices(episode.patient, today)
        self.fields["receiver"] = HolderField(
            label="Who is it offered to?",
            choices=[(nobody[0], "Choose somebody"), *others],
            error_messages={"required": "Choose who it is offered to"},
        )
        self.fields["kind"] = forms.ChoiceField(
            label="For how long?", choices=Kind.choices, initial=Kind.FOR_GOOD, widget=fields.Radios
        )
        self.fields["returns_on"] = fields.DateField(
            label="When does it come back?",
            required=False,
            earliest=today + timedelta(days=1),
            help_text="Only if it is for a time. It comes back at the first minute of that day.",
        )
        self.fields["expires_on"] = fields.DateField(
            label="Until when does the offer stand?",
            earliest=today,
            help_text="To the end of that day. Until somebody accepts, whoever answers for it now goes on doing so.",
        )
        self.fields["note"] = fields.CleanText(label="What should they know?", max_length=500, rows=3, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The days as moments; a day of return counts only for what comes back."""
        cleaned = super().clean() or {}
        zone = timezone.get_current_timezone()
        expires_on, returns_on = cleaned.pop("expires_on", None), cleaned.pop("returns_on", None)
        if expires_on:
            cleaned["expires_at"] = responsibility.end_of(expires_on, zone)
        if cleaned.get("kind") == Kind.DELEGATION:
            if returns_on is None and "returns_on" not in self.errors:
                self.add_error("returns_on", "Enter the day on which it comes back")
            cleaned["returns_at"] = responsibility.start_of(returns_on, zone) if returns_on else None
        return cleaned


def first_offer() -> dict[str, Any]:
    """What the page offers before anything is typed."""
    return {"expires_on": timezone.localdate() + STANDS_FOR, "kind": Kind.FOR_GOOD}


class AlsoField(forms.ModelMultipleChoiceField):
    """Other offers about the same person, by their aspect of care; cleans to a list."""

    def label_from_instance(self, offer: Any) -> str:
        return str(offer.aspect)


class AnswerHandoverForm(forms.Form):
    """An answer; what else of the person's care it is for; who told it, for somebody who does not sign in."""

    def __init__(
        self,
        *args: Any,
        on_behalf_of: str = "",
        reason: str = "",
        also: HandoverQuerySet | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if also:
            self.fields["also"] = AlsoField(
                queryset=also,
                initial=list(also),
                label="The same for what else they offered you of this person’s care?",
                required=False,
                widget=fields.Checkboxes,
            )
        if on_behalf_of:
            self.fields["told_how"] = fields.CleanText(
                label="Who told you, and how?",
                max_length=200,
                help_text=f"{on_behalf_of} does not sign in here. For example: they told me by telephone at noon.",
            )
        if reason:
            self.fields["reason"] = fields.CleanText(label=reason, max_length=500, rows=3)


class HandoversForm(forms.Form):
    """Which hand-overs to show; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.ShowHandovers.choices, required=False)
