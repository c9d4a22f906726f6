"""What may be asked of the figures: which quarter."""

from datetime import date
from typing import Any

from django import forms

from indicators import periods


class PeriodForm(forms.Form):
    """Choose a quarter; without a choice it is the last one that is over."""

    period = forms.ChoiceField(label="Quarter", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        self.today = today
        super().__init__(data={"period": data.get("period") or periods.latest_whole(today).code})
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (quarter.code, quarter.seen_on(today).label) for quarter in periods.choices(today)
        ]

    @property
    def quarter(self) -> periods.Quarter:
        """The quarter asked for; the last whole one when what was asked for is not on the list."""
        chosen = self.cleaned_data["period"] if self.is_valid() else periods.latest_whole(self.today).code
        return periods.parse(chosen, self.today)
