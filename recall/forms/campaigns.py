"""Forms about campaigns: what they are for, that they are launched or stopped, and what became of their messages."""

import dataclasses
from typing import Any

from django import forms
from django.db.models import QuerySet

from recall.models import Cohort
from recall.rounds import Rule
from ui import forms as fields

RULE = [each.name for each in dataclasses.fields(Rule)]


def choose(form: forms.Form, name: str, found: QuerySet[Any]) -> None:
    """Offer these rows in a field of the form: asked for when the page is made, within the scheme's wall."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


class CampaignForm(fields.NFCMixin, forms.Form):
    """What a campaign is for, whom it is about, and its rule."""

    name = forms.CharField(max_length=120, label="Name of the campaign", help_text="For example, Spring recall 2026")
    purpose = forms.CharField(
        max_length=200, label="What are people called in for?", help_text="For example, their yearly review"
    )
    due_by = fields.DateField(
        label="Invite everybody whose review is due by",
        help_text="Reviews that are overdue are always included. Leave it empty for a campaign of a cohort",
        required=False,
    )
    cohort = forms.ModelChoiceField(
        queryset=Cohort.objects.none(), label="Or invite a cohort", required=False, empty_label="No cohort"
    )
    attempts = forms.IntegerField(label="Invitations to one person, if they do not answer", min_value=1, max_value=10)
    gap_days = forms.IntegerField(label="Days between invitations", min_value=7, max_value=365)
    size_cap = forms.IntegerField(
        label="Invite at most so many people in this round",
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text="The longest overdue come first; the others are left for the next round. Empty for everybody",
    )
    practice_a_week = forms.IntegerField(
        label="Appointments each practice has in a week",
        min_value=1,
        max_value=10_000,
        required=False,
        help_text="No more of a practice’s people get their first invitation in one week. Empty for no limit",
    )
    split_by_practice = forms.BooleanField(
        label="Print the letters of each practice into a file of their own",
        required=False,
        help_text="For practices that print and post for themselves",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "cohort", Cohort.objects.order_by("name"))
        for name, width in (("attempts", 3), ("gap_days", 3), ("size_cap", 5), ("practice_a_week", 4)):
            fields.short(self.fields[name], width)

    def clean(self) -> dict[str, Any]:
        """The numbers put together into one rule."""
        data = super().clean() or {}
        if all(name in data for name in RULE):
            data["rule"] = Rule(**{name: data.pop(name) for name in RULE})
        return data


class LaunchForm(forms.Form):
    """The number whoever launches has seen."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StopForm(fields.NFCMixin, forms.Form):
    """Why a campaign is stopped."""

    reason = forms.CharField(max_length=200, label="Why is it being stopped?")


class PostingForm(forms.Form):
    """When letters were posted."""

    posted_on = fields.DateField(label="Day the letters were posted")


class SettleForm(forms.Form):
    """Whether a doubtful message left."""

    has_left = forms.TypedChoiceField(
        choices=[("yes", "Yes, count it as sent"), ("no", "No, send it now")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Did the message leave?",
    )
