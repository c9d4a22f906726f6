"""Which list of who fits whom to show."""

from collections.abc import Collection
from typing import Any

from django import forms

from episodes import queries
from practices.models import Professional


class MatchForm(forms.Form):
    """One of the lists this reader may open, or the people of one GP; a filter."""

    show = forms.ChoiceField(label="Show", required=False)
    holder = forms.ModelChoiceField(queryset=Professional.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shows: Collection[queries.ShowMatch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = [(show.value, show.label) for show in shows]  # type: ignore[attr-defined]
        self.fields["holder"].queryset = Professional.objects.all()  # type: ignore[attr-defined]
