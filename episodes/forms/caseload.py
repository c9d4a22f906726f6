"""What is entered when everything somebody answers for is handed over."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries, responsibility
from episodes.forms.responsibility import HolderField, post_choices
from episodes.handover import STANDS_FOR
from ui import forms as fields


class CaseloadForm(forms.Form):
    """Which people are offered to whom, and how long the offers stand."""

    note = fields.CleanText(label="What should they know?", max_length=500, rows=3, required=False)
    field_order = ("people", "receiver", "expires_on", "note")

    def __init__(self, *args: Any, caseload: queries.Caseload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.caseload, today = caseload, timezone.localdate()
        choices = [
            (str(episode.pk), f"{episode.patient.name}: {', '.join(each.aspect.name.lower() for each in held)}")
            for episode, held in caseload.people
        ]
        self.fields["people"] = forms.MultipleChoiceField(
            label="Whose care is offered?",
            choices=choices,
            initial=[key for key, _ in choices],
            widget=fields.Checkboxes,
            error_messages={"required": "Choose at least one person"},
        )
        self.fields["receiver"] = HolderField(
            label="Who is it offered to?",
            choices=[("", "Choose somebody"), *post_choices(queries.possible_receivers(caseload.holder, today))],
            error_messages={"required": "Choose who it is offered to"},
        )
        self.fields["expires_on"] = fields.DateField(
            label="Until when do the offers stand?",
            earliest=today,
            initial=today + STANDS_FOR,
            help_text="To the end of that day. They accept one person at a time.",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The people as what is held of their care, and the day as a moment."""
        cleaned = super().clean() or {}
        chosen = set(cleaned.pop("people", []))
        cleaned["held"] = [each for episode, held in self.caseload.people if str(episode.pk) in chosen for each in held]
        expires_on = cleaned.pop("expires_on", None)
        if expires_on:
            cleaned["expires_at"] = responsibility.end_of(expires_on, timezone.get_current_timezone())
        return cleaned
