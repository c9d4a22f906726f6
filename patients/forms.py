"""Forms about people: what may be typed, never whether it may be done."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from patients import contact, nhs_number
from patients.models import Channel, Format, ObjectionTo, Sex, Status
from patients.rights import Ground, Recipient, Scope
from practices.models import Practice
from ui import forms as fields

LONGEST_LINE = 80


class ImportForm(forms.Form):
    """The register to check."""

    file = forms.FileField(
        label="Register file",
        help_text="A CSV file with a row of headings. It must have columns for the NHS number, family name, given "
        "name, date of birth and practice code; their order does not matter.",
        error_messages={"required": "Choose the register file", "empty": "The file is empty. Choose another one."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                f"The file is larger than {settings.IMPORT_MAX_BYTES // 1_000_000} MB. Send it in parts."
            )
        return file


class PeopleForm(forms.Form):
    """Which people to list."""

    practice = forms.ModelChoiceField(Practice.objects.none(), required=False, empty_label="Every practice")
    status = forms.ChoiceField(
        choices=[
            (Status.REGISTERED, "On the register"),
            (Status.MOVED, "Moved away"),
            (Status.DECEASED, "Died"),
            ("all", "All"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, practices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if practices is None:
            del self.fields["practice"]
        else:
            self.fields["practice"].queryset = practices  # type: ignore[attr-defined]


class PreferencesForm(forms.Form):
    """How somebody would like to be reached, and how they must not be."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mobile = fields.short(fields.CleanText(label="Mobile number", max_length=40, required=False), 20)
    email = fields.CleanText(label="E-mail address", max_length=contact.LONGEST_EMAIL, required=False)
    preferred_channel = forms.ChoiceField(
        label="How would they like to be reached?",
        choices=[("", "No preference"), *Channel.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    safe_to_post = forms.BooleanField(label="A letter is safe", required=False)
    safe_to_text = forms.BooleanField(label="A text message is safe", required=False)
    safe_to_email = forms.BooleanField(label="An e-mail is safe", required=False)
    format = forms.ChoiceField(label="What we print", choices=Format.choices, widget=forms.RadioSelect)
    language = fields.short(
        fields.CleanText(label="Language", help_text="If it is not English.", max_length=40, required=False), 20
    )
    needs = fields.CleanText(
        label="Anything else we must do to be understood",
        help_text="For example: British Sign Language interpreter, longer appointment.",
        max_length=200,
        required=False,
    )

    def clean_mobile(self) -> str:
        typed = self.cleaned_data["mobile"]
        return contact.mobile(typed) if typed else ""

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        return contact.email(typed) if typed else ""


class OptOutForm(forms.Form):
    """That somebody does not want to be invited."""

    starts_on = fields.DateField(label="From which day?")
    ends_on = fields.DateField(label="Until which day?", help_text="Leave it empty if there is no end.", required=False)
    reason = fields.CleanText(
        label="What did they say?",
        max_length=200,
        error_messages={"required": "Enter what they said, in a few words"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must not be before the first day.")
        return cleaned


class EndOptOutForm(forms.Form):
    """From when somebody may be invited again."""

    ends_on = fields.DateField(label="What is the last day on which they are not to be invited?")
    reason = fields.CleanText(label="Why does it end?", max_length=200, initial="Asked to be invited again")


class DepartureForm(forms.Form):
    """That somebody left the register."""

    status = forms.ChoiceField(
        label="What happened?",
        choices=[(Status.MOVED, "They moved away"), (Status.DECEASED, "They died")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they moved away or died"},
    )
    on = fields.DateField(label="On which day?")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("The day must be today or in the past.")
        return day


class AnswerForm(forms.Form):
    """How somebody knows; which answer it is, is the button they press."""

    reason = fields.CleanText(
        label="How do you know?",
        help_text="For example: rang the practice, spoke to the person.",
        max_length=200,
        error_messages={"required": "Enter how you know"},
    )


class RestrictForm(forms.Form):
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
