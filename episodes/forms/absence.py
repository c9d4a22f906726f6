"""What is entered when somebody is away."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.forms.responsibility import HolderField
from episodes.models import AbsenceKind
from practices.models import Professional
from ui import forms as fields


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    kind = forms.ChoiceField(label="Why?", choices=AbsenceKind.choices)
    starts_on = fields.DateField(label="First day away")
    ends_on = fields.DateField(label="Last day away", required=False, help_text="Leave it empty if nobody knows yet.")
    field_order = ("professional", "kind", "starts_on", "ends_on", "deputy")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        mine = queries.recordable(user)
        self.fields["professional"] = forms.ModelChoiceField(
            queryset=mine,
            label="Who is away?",
            empty_label=None if mine.count() == 1 else "Choose somebody",
            error_messages={"required": "Choose who is away"},
        )
        deputies = [
            (place, [(str(post.professional_id), str(post.professional)) for post in posts])
            for place, posts in queries.possible_deputies(today)
        ]
        self.fields["deputy"] = HolderField(
            label="Who stands in?",
            required=False,
            choices=[("", "Nobody"), *deputies],
            help_text="Without a deputy, whatever they answer for is on the list of gaps for these days.",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must not be before the first day")
        return cleaned


def own_professional(user: Any) -> Professional | None:
    """The reader's own entry in the scheme's list."""
    found: Professional | None = Professional.objects.filter(user=user).first()
    return found
