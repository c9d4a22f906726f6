"""What is typed in about campaigns and answers; checks of the input alone."""

import dataclasses
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from episodes.complexity import Complexity
from practices.models import Practice
from recall.answering import BY_STAFF, Attendance, Finding, Response
from recall.cohorts import FIELDS_OF, Method
from recall.lifecycle import MemberMove
from recall.models import Cohort
from recall.models.appointment import LONGEST, SHORTEST
from recall.models.coding import LONGEST_TERM
from recall.rounds import Rule
from recall.telling import Reached, Telling
from recall.variants import Kind
from schemes import queries as schemes
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


class CohortForm(fields.NFCMixin, forms.Form):
    """A new cohort: what every one has, and what the way of finding its people asks for."""

    name = forms.CharField(max_length=120, label="Name of the cohort")
    purpose = forms.CharField(
        max_length=200,
        label="What are these people to be called in for?",
        help_text="Say, a care planning visit",
    )
    tool = forms.CharField(max_length=120, label="Which tool made the scores?")
    scored_on = fields.DateField(label="On which day?")
    conditions_of_use = forms.CharField(max_length=500, label="What are the tool’s conditions of use?")
    bound = forms.DecimalField(max_digits=9, decimal_places=2, label="The bound")
    age_from = forms.IntegerField(min_value=0, max_value=130, required=False, label="Lowest age")
    age_to = forms.IntegerField(min_value=0, max_value=130, required=False, label="Highest age")
    practice = forms.ModelChoiceField(
        queryset=Cohort.objects.none(), required=False, label="Practice", empty_label="Every practice"
    )
    complexity = forms.ChoiceField(
        choices=[("", "Any"), *Complexity.choices], required=False, label="Complexity of their care"
    )
    not_reviewed_since = fields.DateField(required=False, label="Not reviewed since")

    def __init__(self, *args: Any, method: Method, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "practice", schemes.practices_taking_part(timezone.localdate()))
        for name in {each for those in FIELDS_OF.values() for each in those} - set(FIELDS_OF[method]):
            del self.fields[name]
        if "bound" in self.fields:
            side = "less" if method == Method.LOWER_ACTIVATION else "more"
            self.fields["bound"].help_text = f"Everybody with this score or {side} is in"


class ScoresForm(forms.Form):
    """A file of scores."""

    file = forms.FileField(
        label="File of scores",
        help_text="A CSV file with a row of headings, among them “NHS number” and “score”.",
        error_messages={"required": "Choose the file of scores", "empty": "The file is empty. Choose another one."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


class FairProcessingForm(fields.NFCMixin, forms.Form):
    """What is on record before a risk score is used."""

    posters_on = fields.DateField(label="Day the posters went up")
    leaflets_on = fields.DateField(label="Day the leaflets were given out")
    justification = fields.CleanText(max_length=500, rows=4, label="Why is this direct care?")


class ProposalForm(fields.NFCMixin, forms.Form):
    """Why somebody is proposed, and for which cohort."""

    cohort = forms.ModelChoiceField(queryset=Cohort.objects.none(), label="For which cohort?")
    reason = forms.CharField(max_length=300, label="Why?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "cohort", Cohort.objects.filter(method=Method.JUDGEMENT).order_by("name"))


class MemberForm(fields.NFCMixin, forms.Form):
    """What is decided about somebody in a cohort."""

    move = forms.ChoiceField(choices=MemberMove.choices, widget=forms.RadioSelect, label="What is decided?")
    reason = forms.CharField(max_length=300, required=False, label="Why?", help_text="Needed to defer and to decline")


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
