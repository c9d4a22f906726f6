"""What is typed about clinical queries: the question, who is to answer, the answer, and reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms

from episodes.desk import Urgency
from episodes.queries import Choice
from practices.models import Professional
from ui import forms as fields

NOT_YET = ("", "Choose a clinician")
SEES, WILL_SEE = "Sees this person already", "Will see this person until the query is closed"


class AskForm(forms.Form):
    """A question to a clinician."""

    question = fields.CleanText(
        label="Your question",
        rows=6,
        max_length=3000,
        help_text="What you would like to know, and what you have thought of already.",
        error_messages={"required": "Enter your question"},
    )
    urgency = forms.ChoiceField(
        label="How soon do you need an answer?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon you need an answer"},
    )


class RouteQueryForm(forms.Form):
    """Which competent clinician a query is sent to."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    clinician = forms.ChoiceField(
        label="Who should answer?",
        help_text="Everybody who may answer on the evidence on record today.",
        error_messages={"required": "Choose a clinician"},
    )

    def __init__(self, *args: Any, offered: Sequence[Choice], about_somebody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(each.professional.pk): each.professional for each in offered}
        rows = [(str(each.professional.pk), said(each)) for each in offered]
        if about_somebody:
            seeing = [row for row, each in zip(rows, offered, strict=True) if each.newcomer is None]
            others = [row for row in rows if row not in seeing]
            grouped: list[Any] = [(name, group) for name, group in ((SEES, seeing), (WILL_SEE, others)) if group]
        else:
            grouped = list(rows)
        self.fields["clinician"].choices = [NOT_YET, *grouped]  # type: ignore[attr-defined]

    def clean_clinician(self) -> Professional:
        found: Professional = self.by_key[self.cleaned_data["clinician"]]
        return found


def said(choice: Choice) -> str:
    """A clinician as the list says them: who, what, where."""
    ground, places = choice.clinician.verdict.ground, choice.clinician.places
    where = choice.newcomer or (places[0] if places else None)
    return ", ".join(str(each) for each in (choice.professional, ground.label if ground else "", where) if each)


class AnswerQueryForm(forms.Form):
    """The clinician's answer."""

    answer = fields.CleanText(
        label="Your answer",
        rows=8,
        max_length=4000,
        help_text="Your name and what you are stand beside it. The team around the person reads it.",
        error_messages={"required": "Enter your answer"},
    )


class SendBackForm(forms.Form):
    """Why somebody else should answer."""

    reason = fields.CleanText(label="Why should somebody else answer?", rows=3, max_length=500)


class NothingForm(forms.Form):
    """Nothing to enter; only that it is meant."""
