"""What is entered when a GP's caseload is gone through."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.caseload_review import CHOSEN
from episodes.forms.responsibility import HolderField, post_choices
from practices.models import Organisation, Professional
from ui import forms as fields


def reviewer_field(label: str, *, nobody: str, required: bool = True) -> HolderField:
    """Somebody who could go through a list with a GP."""
    groups = post_choices(queries.possible_reviewers(timezone.localdate()))
    return HolderField(
        label=label,
        choices=[("", nobody), *groups],
        required=required,
        error_messages={"required": "Choose who goes through it with the GP"},
    )


class GpField(forms.TypedChoiceField):
    """A GP at a practice; cleans to both."""

    def __init__(self, *, user: Any, **kwargs: Any) -> None:
        groups = [
            (place.name, [(f"{place.pk}:{each.pk}", each.name) for each in here])
            for place, here in queries.possible_gps(user, timezone.localdate())
        ]
        super().__init__(choices=[("", "Choose a GP"), *groups], coerce=self._found, empty_value=None, **kwargs)

    @staticmethod
    def _found(value: str) -> tuple[Organisation, Professional]:
        place, _, gp = value.partition(":")
        return Organisation.objects.get(pk=place), Professional.objects.get(pk=gp)


class PlanReviewForm(forms.Form):
    """Whose caseload is gone through, with whom and when; a planned one is only moved."""

    planned_on = fields.DateField(label="On which day?")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("gp", "reviewer", "planned_on")

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user:
            self.fields["gp"] = GpField(user=user, label="Whose caseload?", error_messages={"required": "Choose a GP"})
        self.fields["reviewer"] = reviewer_field("Who goes through it with them?", nobody="Choose somebody")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The GP and the practice apart, as the action takes them."""
        cleaned = super().clean() or {}
        if cleaned.get("gp"):
            cleaned["practice"], cleaned["gp"] = cleaned["gp"]
        return cleaned


class OutcomeForm(forms.Form):
    """What came of it for one person."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(each.value, each.label) for each in CHOSEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = fields.CleanText(
        label="Anything to add?", max_length=500, rows=3, required=False, help_text="Who does what, and by when."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignOffForm(forms.Form):
    """That everybody was gone through, who gave supervision, and when the next review is."""

    next_on = fields.DateField(label="When is the next review?", required=False)
    supervision = fields.CleanText(
        label="What was talked over?",
        max_length=1000,
        rows=4,
        required=False,
        help_text="What the supervision was about, without naming anybody.",
    )
    field_order = ("next_on", "supervised_by", "supervision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervised_by"] = reviewer_field(
            "Who gave the GP supervision?", nobody="Nobody: the list was gone through only", required=False
        )
        self.order_fields(self.field_order)


class CancelReviewForm(forms.Form):
    """Why a review is given up."""

    reason = fields.CleanText(label="Why is it cancelled?", max_length=200)


class ReviewsForm(forms.Form):
    """Which list to show; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.ShowReviews.choices, required=False)
