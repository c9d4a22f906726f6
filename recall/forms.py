"""What is typed in about campaigns and answers; checks of the input alone."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from recall.answering import BY_STAFF, Attendance, Finding, Response
from recall.models.appointment import LONGEST, SHORTEST
from recall.variants import Kind
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
    """What a person answered, and what goes with it."""

    response = forms.ChoiceField(
        choices=[(each.value, each.label) for each in BY_STAFF], widget=forms.RadioSelect, label="What is the answer?"
    )
    answered_on = fields.DateField(label="Day of the answer")
    ask_again_on = fields.DateField(
        label="Ask again from", required=False, help_text="For “not now”, and when a clinician decided to ask again"
    )
    booked_on = fields.DateField(label="Day of the appointment", required=False, help_text="If they booked one")
    booked_at = fields.short(
        forms.TimeField(
            label="Time of the appointment",
            required=False,
            widget=forms.TextInput,
            help_text="For example, 13:30",
            error_messages={"invalid": "Enter a time, for example 13:30"},
        ),
        5,
    )
    minutes = fields.short(
        forms.IntegerField(
            label="Planned length in minutes",
            required=False,
            widget=forms.TextInput,
            min_value=SHORTEST,
            max_value=LONGEST,
        ),
        3,
    )
    note = fields.CleanText(
        max_length=500, rows=3, required=False, label="Note", help_text="Needed when a clinician decided"
    )

    def clean(self) -> dict[str, Any]:
        """Day and time of the appointment become one moment, booked_for."""
        cleaned = super().clean() or {}
        day, at = cleaned.pop("booked_on", None), cleaned.pop("booked_at", None)
        if bool(day) != bool(at) and not ({"booked_on", "booked_at"} & set(self.errors)):
            self.add_error("booked_at" if day else "booked_on", "Enter both the day and the time of the appointment")
        cleaned["booked_for"] = timezone.make_aware(datetime.combine(day, at)) if day and at else None
        return cleaned


class AttendanceForm(forms.Form):
    """What became of an appointment."""

    outcome = forms.ChoiceField(choices=Attendance.choices, widget=forms.RadioSelect, label="What became of it?")
    minutes = fields.short(
        forms.IntegerField(
            label="How many minutes did it take?",
            required=False,
            widget=forms.TextInput,
            help_text="Only if they attended",
            min_value=SHORTEST,
            max_value=LONGEST,
        ),
        3,
    )


class ConcernForm(fields.NFCMixin, forms.Form):
    """What was found when an answer was looked into."""

    finding = forms.ChoiceField(choices=Finding.choices, widget=forms.RadioSelect, label="What did you find?")
    note = fields.CleanText(max_length=500, rows=3, required=False, label="Note")


class BirthdayForm(forms.Form):
    """What opens a reply page."""

    born_on = fields.DateField(label="What is your date of birth?", help_text="For example, 27 3 1985")


ONE_MONTH, THREE_MONTHS = "not_now:28", "not_now:91"


class ReplyForm(forms.Form):
    """What a person answers on their reply page."""

    response = forms.ChoiceField(
        choices=[
            (Response.RING_ME.value, "Please ring me to make an appointment"),
            (Response.BOOKED.value, "I have made an appointment"),
            (ONE_MONTH, "Not now. Ask me again in a month"),
            (THREE_MONTHS, "Not now. Ask me again in 3 months"),
            (Response.DECLINED.value, "No, thank you"),
            (Response.MOVED.value, "I have moved"),
        ],
        widget=forms.RadioSelect,
        label="What would you like to do?",
    )
    proof = forms.CharField(widget=forms.HiddenInput)

    def clean_response(self) -> tuple[str, int | None]:
        """The answer, and in how many days to ask again."""
        response, _, days = self.cleaned_data["response"].partition(":")
        return response, int(days) if days else None


class SlipForm(forms.Form):
    """The answer on a paper slip."""

    code = fields.short(fields.CleanText(label="Code on the slip", max_length=20, help_text="Like BCDFG-23456"), 20)
    response = forms.ChoiceField(
        choices=[(each.value, each.label) for each in BY_STAFF if each != Response.DECIDED],
        widget=forms.RadioSelect,
        label="What is ticked?",
    )
    ask_again_on = fields.DateField(label="Ask again from", required=False, help_text="For “not now”")


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


FILLED_IN = (
    "{practice}, {telephone} and {name} are filled in; {reply_link} in texts and e-mails, {reply_code} in letters. "
    "A blank line begins a new paragraph."
)


class WordingForm(fields.NFCMixin, forms.Form):
    """A new version of a message."""

    subject = forms.CharField(max_length=120, required=False, label="Heading")
    body = fields.CleanText(max_length=4000, rows=10, label="Message", help_text=FILLED_IN)


class VariantForm(WordingForm):
    """A message in another language, or for another format."""

    field_order = ("kind", "is_reminder", "language", "subject", "body")
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.RadioSelect, label="Which message?")
    is_reminder = forms.TypedChoiceField(
        choices=[("no", "First invitation"), ("yes", "Reminder")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="When is it sent?",
    )
    language = fields.CleanText(
        max_length=40, required=False, label="Language", help_text="As on people’s records. Leave it empty for English."
    )


class WordingReviewForm(fields.NFCMixin, forms.Form):
    """What service users said of a message."""

    from_whom = fields.CleanText(
        max_length=120, label="Who read it?", help_text="For example: four people of the Tuesday group. No names."
    )
    reviewed_on = fields.DateField(label="On which day?")
    said = fields.CleanText(max_length=2000, rows=5, label="What did they say?", help_text="In their own words.")
    is_fit = forms.TypedChoiceField(
        choices=[("yes", "Yes, it may be sent"), ("no", "No, it has to change first")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Do they find it fit to be sent?",
    )


class DisclosureListForm(fields.NFCMixin, forms.Form):
    """The words that no message says."""

    words = fields.CleanText(
        max_length=4000,
        rows=20,
        label="Words and phrases",
        help_text="One a line. A star at the end stands for any ending: prescrib* is prescribed and prescriber too.",
    )
