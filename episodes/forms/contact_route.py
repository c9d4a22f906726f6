"""What is entered about how somebody is reached."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.forms.responsibility import HolderField
from practices import queries as practices
from practices.models import Organisation
from ui import forms as fields


class RouteForm(forms.Form):
    """How a place, or somebody there, is reached; it is kept as tried today."""

    direct_line = fields.CleanText(
        label="Direct line", max_length=60, required=False, help_text="Past the switchboard, for example 01632 960 001."
    )
    secure_email = forms.EmailField(
        label="Secure e-mail address",
        max_length=254,
        required=False,
        help_text="One that may carry what concerns a person in treatment.",
    )
    deputy = fields.CleanText(
        label="Who answers when they do not?",
        max_length=120,
        required=False,
        help_text="A name and, if another, a line.",
    )
    hours = fields.CleanText(
        label="When are they reached?", max_length=120, required=False, help_text="For example: weekdays 9am to 5pm."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation:
            here = practices.professionals_at(organisation, timezone.localdate()).order_by("name", "pk")
            choices = [("", f"{organisation.name} itself"), *((str(each.pk), str(each)) for each in here)]
            self.fields["professional"] = HolderField(label="Who is reached?", choices=choices, required=False)
            self.order_fields(["professional"])


class RoutesForm(forms.Form):
    """Which places to show; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.ShowRoutes.choices, required=False)
