"""What is entered about collections: the list of a day, an arrangement, a closure, the scheme's numbers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Q
from django.utils import timezone

from episodes.alerting import ROUTE, Whom
from episodes.collecting import WEEKDAYS, DayKind, Entry, Outcome
from episodes.holidays import Nation
from episodes.models import CollectionArrangement, CollectionRule
from episodes.queries import Line
from practices.models import Kind, Organisation
from schemes import queries as schemes
from ui import forms as fields

FARTHEST = timedelta(days=366)


class DayListForm(forms.Form):
    """What came of a day for everybody on the list; each is taken as collected until something else is chosen."""

    def __init__(self, *args: Any, lines: list[Line], only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = only
        self.lines = {str(line.arrangement.pk): line for line in lines if line.is_due}
        for key, line in self.lines.items():
            self.fields[f"outcome_{key}"] = forms.ChoiceField(
                label=f"What came of it for {line.arrangement.episode.patient.name}",
                choices=Outcome.choices,
                initial=Outcome.COLLECTED,
                widget=forms.RadioSelect,
            )
            self.fields[f"note_{key}"] = fields.CleanText(
                label=f"Note about {line.arrangement.episode.patient.name}", max_length=500, required=False
            )

    def rows(self) -> Iterator[tuple[Line, Any, Any]]:
        """Each person with their two fields, for the page."""
        for key, line in self.lines.items():
            yield line, self[f"outcome_{key}"], self[f"note_{key}"]

    def clean(self) -> dict[str, Any]:
        """The entries as the action takes them: of the one person whose button was pressed, or of everybody."""
        cleaned = super().clean() or {}
        chosen = {self.only} if self.only in self.lines else set(self.lines)
        entries = [
            Entry(line.arrangement, cleaned[f"outcome_{key}"], cleaned.get(f"note_{key}") or "")
            for key, line in self.lines.items()
            if key in chosen and f"outcome_{key}" in cleaned
        ]
        return {"entries": entries}


class RecordForm(forms.Form):
    """What came of one day, as somebody told it."""

    day = fields.DateField(label="Which day")
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of the day"},
    )
    note = fields.CleanText(label="What happened", rows=3, max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = fields.DateField(label="Which day", latest=timezone.localdate())


class CorrectCollectionForm(forms.Form):
    """What the record should have said, and why."""

    outcome = forms.ChoiceField(label="What came of the day", choices=Outcome.choices, widget=forms.RadioSelect)
    note = fields.CleanText(label="What happened", rows=3, max_length=500, required=False)
    reason = fields.CleanText(label="What was wrong", max_length=200)


class ArrangeForm(forms.Form):
    """Where somebody collects, on which days, from when, and when that is looked at again."""

    starts_on = fields.DateField(label="From which day")
    may_vary = fields.CleanText(
        label="Who may vary it", max_length=120, help_text="For example: the prescriber, after talking to the pharmacy"
    )
    review_on = fields.DateField(
        label="When it is looked at again",
        help_text="Supervised for at least the first 3 months, and relaxed when all goes well (NICE TA114).",
    )

    def __init__(self, *args: Any, present: CollectionArrangement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        taking_part = schemes.taking_part(today).filter(organisation__kind=Kind.PHARMACY).values("organisation")
        known = [present.pharmacy_id] if present else []
        pharmacies = Organisation.objects.filter(Q(pk__in=taking_part) | Q(pk__in=known))
        self.fields["pharmacy"] = forms.ModelChoiceField(
            queryset=pharmacies, label="Pharmacy", empty_label=None, error_messages={"required": "Choose a pharmacy"}
        )
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = forms.ChoiceField(label=name, choices=DayKind.choices)
        self.fields["starts_on"] = fields.DateField(label="From which day", latest=today + FARTHEST)
        self.order_fields(["pharmacy", *(f"day_{number}" for number in range(7))])

    def clean(self) -> dict[str, Any]:
        """The seven days as one list, as the action takes them."""
        cleaned = super().clean() or {}
        cleaned["days"] = [cleaned.pop(f"day_{number}", "") for number in range(7)]
        return cleaned


class EndForm(forms.Form):
    """The last day of an arrangement that nothing follows."""

    ends_on = fields.DateField(label="Last day")
    reason = fields.CleanText(label="Why", max_length=200)


class ClosureForm(forms.Form):
    """From when until when a pharmacy is closed."""

    starts_on = fields.DateField(label="First day closed")
    ends_on = fields.DateField(label="Last day closed")
    reason = fields.CleanText(label="Why", max_length=200)

    def __init__(self, *args: Any, own_id: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        choices = Organisation.objects.filter(
            kind=Kind.PHARMACY, pk__in=schemes.taking_part(today).values("organisation")
        )
        if own_id is not None:
            choices = Organisation.objects.filter(pk=own_id)
        self.fields["pharmacy"] = forms.ModelChoiceField(queryset=choices, label="Pharmacy", empty_label=None)
        self.order_fields(["pharmacy"])


class RulesForm(forms.Form):
    """The scheme's own numbers for collections and alerts."""

    starts_on = fields.DateField(label="From which day")
    source = fields.CleanText(label="Where these numbers come from", max_length=200)
    nation = forms.ChoiceField(label="Whose bank holidays", choices=Nation.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, rule: CollectionRule, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in NUMBERS.items():
            self.fields[name] = fields.short(forms.IntegerField(label=label, min_value=1, max_value=999), 3)
            self.initial.setdefault(name, getattr(rule, name))
        steps = ", ".join(Whom(whom).label for whom in ROUTE)
        for name, label in CLOCKS.items():
            self.fields[name] = SimpleArrayField(
                forms.IntegerField(min_value=0, max_value=10_080),
                label=label,
                min_length=5,
                max_length=5,
                help_text=f"Five numbers with commas between: {steps}.",
            )
            self.initial.setdefault(name, ", ".join(str(each) for each in getattr(rule, name)))
        self.initial.setdefault("nation", rule.nation)
        self.initial.setdefault("duty_lead", rule.duty_lead_id)
        self.fields["duty_lead"] = forms.ModelChoiceField(
            queryset=leads, label="The scheme’s duty lead", required=False, empty_label="The scheme co-ordinator"
        )


NUMBERS = {
    "urgent_after_days": "Days in a row without a dose from which on it is urgent",
    "highest_after_days": "Days in a row without a dose from which on it is at the highest level",
    "not_recorded_after_days": "Days in a row of which nothing was recorded, from which on it is an alert",
    "longest_closure_days": "Days of a closure that doses to take home can bridge",
    "repeat_minutes": "Minutes after which the last step is repeated while nobody has it",
}
CLOCKS = {
    "minutes_first": "Minutes to each step at the first level",
    "minutes_urgent": "Minutes to each step when it is urgent",
    "minutes_highest": "Minutes to each step at the highest level",
}
