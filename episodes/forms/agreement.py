"""What is entered about a shared care agreement."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes.agreement import Finding
from episodes.forms.responsibility import HolderField
from episodes.lifecycle import SignatureMove
from episodes.models import CopyVariant, Episode
from episodes.queries import possible_holders
from practices.models import Profession
from schemes.agreement import STAFF, Party, duties_field
from ui import forms as fields

# Who may be offered as which party, by profession.
PROFESSIONS = {
    Party.PRESCRIBER: {Profession.GP, Profession.NURSE, Profession.SPECIALIST, Profession.OTHER},
    Party.KEY_WORKER: {Profession.KEY_WORKER, Profession.NURSE, Profession.OTHER},
    Party.PHARMACIST: {Profession.PHARMACIST},
    Party.SPECIALIST: {Profession.SPECIALIST, Profession.NURSE, Profession.KEY_WORKER, Profession.OTHER},
}
NOT_PARTY = ("", "Nobody: not party to it")
MINE = "mine"


def _offered(groups: list[Any], party: Party) -> list[Any]:
    """Who may be chosen as the party, by organisation."""
    found = [
        (name, [(str(each.professional_id), each.professional.name) for each in posts if _fits(each, party)])
        for name, posts in groups
    ]
    return [NOT_PARTY, *((name, choices) for name, choices in found if choices)]


def _fits(post: Any, party: Party) -> bool:
    return post.professional.profession in PROFESSIONS[party]


class AgreementForm(forms.Form):
    """A version of the agreement: its days, who is party to it, what each does, and the rules."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts_on = fields.DateField(label="First day")
    review_on = fields.DateField(label="Look at it again on")
    ends_on = fields.DateField(label="Last day")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = possible_holders(episode.patient, timezone.localdate())
        self.fields[duties_field(Party.PATIENT)] = self._lines(
            f"What {episode.patient.given_name} agrees to do", "In words they would use themselves. One a line."
        )
        for party in STAFF:
            self.fields[party.value] = HolderField(
                label=party.label, choices=_offered(groups, party), required=party == Party.PRESCRIBER
            )
            self.fields[duties_field(party)] = self._lines(f"{party.label}: what they agree to do", required=False)
        self.fields["communication"] = self._lines("How the parties keep each other informed")
        self.fields["return_criteria"] = self._lines("When care goes back to the specialist service")
        self.fields["cover"] = self._lines("Who stands in when somebody is away")

    @staticmethod
    def _lines(label: str, hint: str = "One a line.", *, required: bool = True) -> fields.CleanText:
        return fields.CleanText(label=label, help_text=hint, rows=5, max_length=3000, required=required)

    def clean(self) -> dict[str, Any]:
        """Parties and duties, each by party, as the action takes them."""
        cleaned = super().clean() or {}
        cleaned["named"] = {party: cleaned.pop(party.value, None) for party in STAFF}
        cleaned["duties"] = {party: cleaned.pop(duties_field(party), "") for party in Party}
        return cleaned


class ConfirmForm(forms.Form):
    """Nothing to enter; only that it is meant, of what was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a version, or a clinical query, is withdrawn."""

    reason = fields.CleanText(label="Why is it withdrawn?", max_length=500, rows=3)


class AgreementReviewForm(forms.Form):
    """That an agreement stays as it is, and when it is looked at again."""

    review_on = fields.DateField(label="Look at it again on")
    note = fields.CleanText(label="Anything to add", max_length=500, rows=3, required=False)


class AnswerForm(forms.Form):
    """A party's own answer."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[(SignatureMove.SIGN, "I have read this, and I sign it"), (SignatureMove.DECLINE, "I decline")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you sign or decline"},
    )
    reason = fields.CleanText(
        label="If you decline, why?",
        max_length=500,
        rows=3,
        required=False,
        help_text="Everybody who is party to the agreement can read this.",
    )


class PaperAnswerForm(forms.Form):
    """What a party signed or declined on paper."""

    move = forms.ChoiceField(
        label="What does the paper say?",
        choices=[(SignatureMove.SIGN, "Signed"), (SignatureMove.DECLINE, "Declined")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the paper was signed or declined"},
    )
    answered_on = fields.DateField(label="Date on the paper")
    reason = fields.CleanText(label="If declined, why?", max_length=500, rows=3, required=False)


class NoticeForm(forms.Form):
    """When notice takes effect, and why."""

    ends_on = fields.DateField(label="Last day of the agreement")
    reason = fields.CleanText(label="Why?", max_length=500, rows=3)


class CopyForm(forms.Form):
    """How a copy is set."""

    variant = forms.ChoiceField(label="How should it be set?", choices=CopyVariant.choices, widget=forms.RadioSelect)


class AgreementFilterForm(forms.Form):
    """Which agreements to list; a filter."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Everything that needs attention"), (MINE, "Waiting for your signature"), *Finding.choices],
    )
