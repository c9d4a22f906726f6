"""Forms about what people answer: to staff, on a slip, on the page of a link, and when they are told."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from recall.answering import BY_STAFF, Attendance, Finding, Response
from recall.models.appointment import LONGEST, SHORTEST
from recall.telling import Reached, Telling
from ui import forms as fields


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


class TellingForm(fields.NFCMixin, forms.Form):
    """That somebody told a person of their invitation, or tried to."""

    way = forms.ChoiceField(choices=Telling.choices, widget=forms.RadioSelect, label="How?")
    reached = forms.ChoiceField(choices=Reached.choices, widget=forms.RadioSelect, label="What came of it?")
    told_on = fields.DateField(label="On which day?")
    note = forms.CharField(max_length=200, required=False, label="Note", help_text="Say, when to ring again")


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
