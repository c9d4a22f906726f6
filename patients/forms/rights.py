"""Forms about what a person allowed or refused, and about who they are: what may be typed, never whether."""

from django import forms
from django.core.exceptions import ValidationError

from patients import nhs_number
from patients.models import ObjectionTo, Sex
from patients.rights import Ground, Recipient, Scope
from ui import forms as fields

LONGEST_LINE = 80


class RestrictUseForm(forms.Form):
    """Why a record is kept and not used."""

    ground = forms.ChoiceField(label="Why?", choices=Ground.choices, widget=forms.RadioSelect)
    reason = fields.CleanText(label="Say more", rows=3, max_length=500)
    care_agreed = forms.BooleanField(label="The person wants their care to go on as before", required=False)


class ReleaseForm(forms.Form):
    """When the person was told."""

    told_on = fields.DateField(label="Which day was the person told?")


class ObjectionForm(forms.Form):
    """What a person objects to."""

    about = forms.ChoiceField(label="What do they object to?", choices=ObjectionTo.choices, widget=forms.RadioSelect)
    starts_on = fields.DateField(label="From which day?")
    ends_on = fields.DateField(label="Until which day?", help_text="Leave it empty if there is no end.", required=False)
    reason = fields.CleanText(label="What did they say?", max_length=200)


class StatementForm(forms.Form):
    """A person's own statement."""

    about = fields.CleanText(label="What is it about?", max_length=200)
    words = fields.CleanText(label="Their statement, in their words", rows=6, max_length=4000)


class ConsentForm(forms.Form):
    """With whom something may be shared."""

    recipient = forms.ChoiceField(label="With whom?", choices=Recipient.choices, widget=forms.RadioSelect)
    recipient_name = fields.CleanText(label="Their name", max_length=120)
    scope = forms.ChoiceField(label="How much?", choices=Scope.choices, widget=forms.RadioSelect)
    starts_on = fields.DateField(label="From which day?")
    ends_on = fields.DateField(label="Until which day?", help_text="Leave it empty if there is no end.", required=False)


class IdentityForm(forms.Form):
    """Who somebody is, as it should be."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    given_name = fields.CleanText(label="Given name", max_length=80)
    family_name = fields.CleanText(label="Family name", max_length=80)
    born_on = fields.DateField(label="Date of birth")
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)
    nhs_number = fields.CleanText(label="NHS number", max_length=20, required=False)
    address = fields.CleanText(label="Address", help_text="One line of it on each line.", rows=4, required=False)
    postcode = fields.CleanText(label="Postcode", max_length=8, required=False)
    reason = fields.CleanText(label="Why is it corrected?", help_text="And what showed it.", max_length=500)

    def clean_nhs_number(self) -> str | None:
        typed: str = self.cleaned_data["nhs_number"]
        return nhs_number.check(typed) if typed else None

    def clean_address(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(f"Each line of the address may have {LONGEST_LINE} characters.")
        return lines
