"""What is entered about a plan: checks of the input alone."""

from typing import Any

from django import forms
from django.utils import timezone

from careplans import queries
from careplans.models import Outcome, OwnerKind, Variant
from episodes.forms import HolderField, holder_choices
from episodes.lifecycle import EndReason
from episodes.models import Complexity
from patients.models import Format, Patient
from schemes import queries as schemes
from schemes.models import CareAspect
from ui import forms as fields

SCORES = [(str(score), str(score)) for score in range(11)]
VARIANT_FOR = {
    Format.STANDARD: Variant.STANDARD,
    Format.LARGE_PRINT: Variant.LARGE,
    Format.EASY_READ: Variant.EASY,
}


class StartForm(forms.Form):
    """Since when, how complex, and who answers for each aspect of the person's care."""

    started_on = fields.DateField(label="First day in shared care")
    complexity = forms.ChoiceField(
        label="How complex is their care?",
        choices=Complexity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how complex their care is"},
    )

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["started_on"] = fields.DateField(label="First day in shared care", latest=today)
        self.aspects = {f"holder_{aspect.pk}": aspect for aspect in schemes.aspects_on(patient.scheme_id, today)}
        choices = holder_choices(patient, today)
        for name, aspect in self.aspects.items():
            self.fields[name] = HolderField(label=aspect.name, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """The holders as one mapping, as the action takes them."""
        cleaned = super().clean() or {}
        holders: dict[CareAspect, Any] = {
            aspect: cleaned.pop(name) for name, aspect in self.aspects.items() if name in cleaned
        }
        return {**cleaned, "holders": holders}


class ReviewForm(forms.Form):
    """A review in under two minutes: the day and the outcome are filled in, the rest is optional."""

    reviewed_on = fields.DateField(label="Date of the review")
    outcome = forms.ChoiceField(
        label="What did the review come to?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the review came to"},
    )
    contact_details_confirmed = forms.BooleanField(
        label="Address, telephone number and how to be reached were checked", required=False
    )
    note = fields.CleanText(
        label="Note",
        help_text="For co-ordination only. Clinical notes are kept in the practice’s record.",
        rows=3,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, may_end: bool, **kwargs: Any) -> None:
        """Only somebody who may end shared care is offered to hand the person back."""
        super().__init__(*args, **kwargs)
        self.fields["reviewed_on"] = fields.DateField(label="Date of the review", latest=timezone.localdate())
        outcomes = [choice for choice in Outcome.choices if may_end or choice[0] != Outcome.RETURNED]
        hints = {Outcome.RETURNED.value: "This ends shared care and the plan on the day of the review."}
        self.fields["outcome"] = forms.ChoiceField(
            label="What did the review come to?",
            choices=outcomes,
            widget=fields.Radios(hints=hints),
            error_messages={"required": "Choose what the review came to"},
        )


class CorrectReviewForm(ReviewForm):
    """The review as it should have been recorded, and what was wrong."""

    reason = fields.CleanText(
        label="What was wrong?",
        max_length=200,
        help_text="The first record is kept beside this one.",
        error_messages={"required": "Say what was wrong"},
    )


class GoalForm(forms.Form):
    """A goal, in the person's own words."""

    own_words = fields.CleanText(
        label="In the person’s own words",
        help_text="Write exactly what they say, for example “I want to walk my daughter to school”.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Write the goal in the person’s own words"},
    )
    staff_wording = fields.CleanText(
        label="In professional wording",
        help_text="It stands beside the person’s words, never instead of them.",
        rows=2,
        max_length=1000,
        required=False,
    )
    importance = forms.TypedChoiceField(
        label="How important is this to them, from 0 to 10?", choices=SCORES, coerce=int, initial="8"
    )
    confidence = forms.TypedChoiceField(
        label="How confident are they, from 0 to 10?", choices=SCORES, coerce=int, initial="7"
    )


class ActionForm(forms.Form):
    """What is done towards a goal, by whom, by when."""

    what = fields.CleanText(
        label="What will be done?", max_length=300, error_messages={"required": "Say what will be done"}
    )
    owner_kind = forms.ChoiceField(
        label="Who does it?",
        choices=OwnerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who does it"},
    )
    helper = fields.CleanText(
        label="Who helps, by name?",
        max_length=120,
        required=False,
        help_text="For example “Sister Jo”, “Bridge Service” or “Mum”.",
    )
    due_on = fields.DateField(label="By when?", required=False)


class EscalationForm(forms.Form):
    """What to do if things get worse."""

    if_things_get_worse = fields.CleanText(
        label="What should the person, and those who help them, do if things get worse?",
        help_text="Short sentences. Say whom to call, and when.",
        rows=6,
        max_length=3000,
        error_messages={"required": "Write what to do if things get worse"},
    )


class AgreeForm(forms.Form):
    """When a plan was agreed, and who was there."""

    agreed_on = fields.DateField(label="Date it was agreed")
    present = fields.CleanText(
        label="Who was there?", max_length=300, error_messages={"required": "Write who was there"}
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"] = fields.DateField(label="Date it was agreed", latest=timezone.localdate())


class ReviseForm(forms.Form):
    """Why a new version is begun."""

    reason = fields.CleanText(
        label="Why does the plan change?", max_length=200, error_messages={"required": "Say why the plan changes"}
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """When and why shared care ends."""

    ended_on = fields.DateField(label="Last day in shared care")
    end_reason = forms.ChoiceField(
        label="Why does it end?",
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why shared care ends"},
    )
    reason = fields.CleanText(label="Anything to add", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"] = fields.DateField(label="Last day in shared care", latest=timezone.localdate())


class PrintForm(forms.Form):
    """How the handout is set."""

    variant = forms.ChoiceField(
        label="How should it be set?",
        choices=Variant.choices,
        widget=fields.Radios(hints={Variant.EASY.value: "Short sentences, one idea a line."}),
    )


class WorklistForm(forms.Form):
    """Which part of the list, and whose people; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.Show.choices, required=False)
    whose = forms.ChoiceField(label="Whose", choices=queries.Whose.choices, required=False)


class ConfirmForm(forms.Form):
    """Nothing to enter; only that it is meant."""
