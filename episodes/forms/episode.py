"""What is entered when an episode moves."""

from django import forms

from ui import forms as fields


class MoveForm(forms.Form):
    """Why an episode is suspended or taken up again."""

    reason = fields.CleanText(label="Why", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
