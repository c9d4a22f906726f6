"""What is entered about an alert: what one will do, and what came of it."""

from django import forms

from episodes.lifecycle import CHOSEN_OUTCOMES
from ui import forms as fields


class AcknowledgeForm(forms.Form):
    """What whoever has the alert will do."""

    will_do = fields.CleanText(
        label="What will you do?", rows=3, max_length=500, help_text="The pharmacy and the team will read this."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """What came of an alert."""

    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[(each.value, each.label) for each in CHOSEN_OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = fields.CleanText(label="More about it", rows=3, max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
