"""Forms about cohorts: how their people are found, what clears one for use, and who is in it."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes.complexity import Complexity
from recall.cohorts import FIELDS_OF, Method
from recall.forms.campaigns import choose
from recall.lifecycle import MemberMove
from recall.models import Cohort
from schemes import queries as schemes
from ui import forms as fields


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
