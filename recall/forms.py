"""What is typed in about campaigns and answers; checks of the input alone."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from episodes.complexity import Complexity
from recall.cohorts import Method
from recall.lifecycle import MemberMove
from recall.models import Cohort, Response
from schemes import queries as schemes
from ui import forms as fields


def choose(form: forms.Form, name: str, found: QuerySet[Any]) -> None:
    """Offer these rows in a field of the form: asked for when the page is made, within the scheme's wall."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


class CampaignForm(fields.NFCMixin, forms.Form):
    """A new campaign."""

    name = forms.CharField(max_length=120, label="Name of the campaign", help_text="For example, Spring recall 2026")
    due_by = fields.DateField(
        label="Invite everybody whose review is due by",
        help_text="Reviews that are overdue are always included. Leave it empty for a campaign of a cohort",
        required=False,
    )
    cohort = forms.ModelChoiceField(
        queryset=Cohort.objects.none(), label="Or invite a cohort", required=False, empty_label="No cohort"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "cohort", Cohort.objects.order_by("name"))


class CohortForm(fields.NFCMixin, forms.Form):
    """A new cohort: what every one has, and the part of each method."""

    name = forms.CharField(max_length=120, label="Name of the cohort")
    purpose = forms.CharField(
        max_length=200,
        label="What are these people to be called in for?",
        help_text="Say, a care planning visit",
    )
    method = forms.ChoiceField(choices=Method.choices, widget=forms.RadioSelect, label="How are they found?")
    tool = forms.CharField(max_length=120, required=False, label="Scores: the tool that made them")
    scored_on = fields.DateField(required=False, label="Scores: the day they were made")
    conditions_of_use = forms.CharField(max_length=500, required=False, label="Scores: the tool's conditions of use")
    bound = forms.DecimalField(
        max_digits=9,
        decimal_places=2,
        required=False,
        label="Scores: the bound",
        help_text="Everybody with this score or more is in; for lower activation, everybody with this score or less",
    )
    age_from = forms.IntegerField(min_value=0, max_value=130, required=False, label="Segment: lowest age")
    age_to = forms.IntegerField(min_value=0, max_value=130, required=False, label="Segment: highest age")
    practice = forms.ModelChoiceField(
        queryset=Cohort.objects.none(), required=False, label="Segment: practice", empty_label="Every practice"
    )
    complexity = forms.ChoiceField(
        choices=[("", "Any"), *Complexity.choices], required=False, label="Segment: complexity of their care"
    )
    not_reviewed_since = fields.DateField(required=False, label="Segment: not reviewed since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "practice", schemes.practices_taking_part(timezone.localdate()))


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
