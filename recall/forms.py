"""What is typed in about campaigns and answers; checks of the input alone."""

from django import forms

from recall.models import Response
from ui import forms as fields


class CampaignForm(fields.NFCMixin, forms.Form):
    """A new campaign."""

    name = forms.CharField(max_length=120, label="Name of the campaign", help_text="For example, Spring recall 2026")
    due_by = fields.DateField(
        label="Invite everybody whose review is due by", help_text="Reviews that are overdue are always included"
    )


class LaunchForm(forms.Form):
    """The number whoever launches has seen."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StopForm(fields.NFCMixin, forms.Form):
    """Why a campaign is stopped."""

    reason = forms.CharField(max_length=200, label="Why is it being stopped?")


class AnswerForm(fields.NFCMixin, forms.Form):
    """What a person answered."""

    response = forms.ChoiceField(choices=Response.choices, widget=forms.RadioSelect, label="What is the answer?")
    answered_on = fields.DateField(label="Day of the answer")
    note = fields.CleanText(
        max_length=500, rows=3, required=False, label="Note", help_text="Needed when a clinician decided"
    )


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


class WordingForm(fields.NFCMixin, forms.Form):
    """A new version of a message."""

    subject = forms.CharField(max_length=120, required=False, label="Heading")
    body = fields.CleanText(
        max_length=4000,
        rows=10,
        label="Message",
        help_text="{practice}, {telephone} and {name} are filled in. A blank line begins a new paragraph.",
    )
