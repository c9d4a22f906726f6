"""Forms about coded events: of which days, and with which codes."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from practices.models import Practice
from recall.forms.campaigns import choose
from recall.models.coding import LONGEST_TERM
from ui import forms as fields


class CodedEventsForm(fields.DaysForm):
    """Which events to give to which practice; somebody of one practice is asked for the days alone."""

    practice = forms.ModelChoiceField(Practice.objects.none(), required=False, empty_label="Every practice")

    def __init__(self, *args: Any, practices: QuerySet[Practice], own: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        choose(self, "practice", practices)
        if own:
            del self.fields["practice"]

    @property
    def chosen(self) -> tuple[date, date, UUID | None] | None:
        """First day, last day and practice, when they are good ones."""
        if not self.days:
            return None
        practice = self.cleaned_data.get("practice")
        return (*self.days, self.own or (practice and practice.pk))


class ClinicalCodeForm(fields.NFCMixin, forms.Form):
    """The code and term of one event."""

    code = forms.CharField(
        max_length=18,
        required=False,
        label="Concept identifier",
        help_text="Of SNOMED CT: 6 to 18 figures, copied from the browser or your practices’ system",
    )
    term = forms.CharField(max_length=LONGEST_TERM, required=False, label="Term", help_text="As it will read there")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("code")) != bool(given.get("term")):
            self.add_error("term" if given.get("code") else "code", "Enter the code and its term, or neither")
        return given
