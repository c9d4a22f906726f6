"""Forms about rights and records: what may be typed, never whether it may be done."""

from typing import Any

from django import forms
from django.utils import timezone

from governance.lifecycle import RequestMove
from governance.models import ErasureGround, Kind, WithholdingGround
from governance.retention import RetentionClass
from ui import forms as fields


class RequestForm(forms.Form):
    """What a person asked about their record."""

    kind = forms.ChoiceField(label="What do they ask for?", choices=Kind.choices, widget=forms.RadioSelect)
    received_on = fields.DateField(label="Which day did it come?")
    identity_checked = fields.CleanText(
        label="How did you make sure who asked?",
        help_text="For example: known to the practice, or the name of the document seen.",
        max_length=300,
    )
    asked_for = fields.CleanText(label="What was asked for, in their words", rows=4, max_length=2000)


class ExtendForm(forms.Form):
    """Why an answer takes longer."""

    because = fields.CleanText(label="Why does it take longer?", rows=3, max_length=500)
    told_on = fields.DateField(label="Which day was the person told?")


class CloseForm(forms.Form):
    """What was answered."""

    move = forms.ChoiceField(
        label="How does it end?",
        choices=[
            (RequestMove.ANSWER, "It is answered"),
            (RequestMove.REFUSE, "It is refused, and the person was told why and how to complain"),
            (RequestMove.WITHDRAW, "The person took it back"),
        ],
        widget=forms.RadioSelect,
    )
    answer = fields.CleanText(label="What was answered", rows=5, max_length=4000)


class WithholdForm(forms.Form):
    """Why an entry is left out of a copy."""

    section = forms.CharField(widget=forms.HiddenInput, max_length=80)
    row_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    ground = forms.ChoiceField(label="Why is it left out?", choices=WithholdingGround.choices, widget=forms.RadioSelect)
    reason = fields.CleanText(label="Say more", rows=3, max_length=500)


class GiveForm(forms.Form):
    """How the copy was given."""

    on = fields.DateField(label="Which day was it given?")
    how = fields.CleanText(label="How was it given?", help_text="For example: collected in person.", max_length=200)


class HoldForm(forms.Form):
    """Why nothing may be erased."""

    reason = fields.CleanText(label="Why must nothing be erased?", rows=3, max_length=500)


class KeepForm(forms.Form):
    """Until when a record is kept."""

    keep_until = fields.DateField(label="Until which day is it kept?")
    reason = fields.CleanText(label="Why?", rows=3, max_length=500)


class EraseForm(forms.Form):
    """On which ground a record is to be erased."""

    ground = forms.ChoiceField(label="On which ground?", choices=ErasureGround.choices, widget=forms.RadioSelect)
    reason = fields.CleanText(
        label="Why?", help_text="Say nothing here that tells who the person is.", rows=3, max_length=500
    )


class RetentionForm(forms.Form):
    """How long the scheme keeps its records."""

    retention_class = forms.ChoiceField(
        label="How long are records kept?", choices=RetentionClass.choices, widget=forms.RadioSelect
    )
    reason = fields.CleanText(label="Why this class?", rows=3, max_length=500)
    source = fields.CleanText(label="Where is that written?", max_length=200)


class DecideForm(forms.Form):
    """Yes or no to an erasure."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("erase", "Erase the record"), ("decline", "Decline: the record stays")],
        widget=forms.RadioSelect,
    )


def today() -> dict[str, Any]:
    """What a form about a day begins with."""
    return {"received_on": timezone.localdate(), "on": timezone.localdate(), "told_on": timezone.localdate()}
