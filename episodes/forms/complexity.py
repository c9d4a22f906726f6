"""What is entered when care has become more or less complex."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes.complexity import Complexity
from ui import forms as fields


class ComplexityForm(forms.Form):
    """What care is now, since when, and why."""

    complexity = forms.ChoiceField(label="How complex is care now?", choices=Complexity.choices, widget=fields.Radios)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("complexity", "since", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = fields.DateField(label="Since when?", latest=timezone.localdate())
        self.fields["reason"] = fields.CleanText(
            label="Why?", max_length=500, rows=3, help_text="What it was before is kept, with this reason."
        )
        self.order_fields(self.field_order)
