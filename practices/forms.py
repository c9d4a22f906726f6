"""What is typed about imports, organisations, professionals, evidence and tiers, and checks of the typing alone."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from practices.models import Kind, Organisation, Profession
from practices.national_file import MOST_BYTES, NOT_THE_FILE
from practices.tiers import Evidence, Lacking, Tier
from ui import forms as fields

COMMISSIONER_CODE = re.compile(r"[A-Z0-9]{3,5}")


class PracticeImportForm(forms.Form):
    """The national file, and whose practices of it are wanted."""

    file = forms.FileField(
        label="National practice file",
        help_text="epraccur.csv as published by the NHS Organisation Data Service: 27 columns and no headings.",
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose epraccur.csv."},
    )
    commissioner_codes = fields.CleanText(
        label="Commissioner codes",
        help_text="The codes of your commissioners in the file, for example 00K, 11N. Other rows are left alone.",
        max_length=100,
        error_messages={"required": "Enter at least one commissioner code, for example 00K"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB; epraccur.csv has about 3. {NOT_THE_FILE}"
            )
        return file

    def clean_commissioner_codes(self) -> list[str]:
        codes = [code for code in re.split(r"[\s,;]+", self.cleaned_data["commissioner_codes"].upper()) if code]
        for code in codes:
            if not COMMISSIONER_CODE.fullmatch(code):
                raise ValidationError(f"“{code[:20]}” is not a commissioner code. Enter codes such as 00K or W2U3Z.")
        return codes


class OrganisationForm(forms.Form):
    """A pharmacy, a service or another organisation."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[choice for choice in Kind.choices if choice[0] != Kind.PRACTICE],
        widget=forms.RadioSelect,
        help_text="GP practices come with the national file.",
        error_messages={"required": "Choose what it is"},
    )
    name = fields.CleanText(label="Name", max_length=120, error_messages={"required": "Enter its name"})
    ods_code = fields.short(
        fields.CleanText(
            label="Organisation code",
            required=False,
            max_length=12,
            help_text="When it has one, for example FVR79.",
        ),
        10,
    )
    address = fields.CleanText(label="Address", required=False, rows=4, max_length=400)
    postcode = fields.short(fields.CleanText(label="Postcode", required=False, max_length=8), 10)
    telephone = fields.short(fields.CleanText(label="Telephone", required=False, max_length=20), 20)

    def clean_address(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if any(len(line) > 80 for line in lines):
            raise ValidationError("Each line of the address must be 80 characters or fewer.")
        return lines


class ProfessionalForm(forms.Form):
    """Somebody who delivers care, and where."""

    name = fields.CleanText(
        label="Name", max_length=120, help_text="As colleagues write it.", error_messages={"required": "Enter the name"}
    )
    profession = forms.ChoiceField(
        label="Profession",
        choices=Profession.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a profession"},
    )
    registration_number = fields.short(
        fields.CleanText(
            label="Registration number", required=False, max_length=12, help_text="GMC, NMC or GPhC number, if any."
        ),
        10,
    )
    organisation = forms.ModelChoiceField(
        label="Where they work",
        queryset=Organisation.objects.none(),
        error_messages={"required": "Choose where they work"},
    )
    starts_on = fields.DateField(label="First day there", error_messages={"required": "Enter their first day there"})

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]


class QualificationForm(forms.Form):
    """A certificate or training."""

    evidence = forms.ChoiceField(
        label="What is it?",
        choices=Evidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    expires_on = fields.DateField(label="Valid until", required=False, help_text="Leave empty when it does not lapse.")
    hours = forms.DecimalField(
        label="Hours",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
        help_text="For continuing professional development.",
    )
    topic = fields.CleanText(label="Topic", required=False, max_length=200)
    field_order = ["evidence", "awarded_on", "expires_on", "hours", "topic"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["awarded_on"] = fields.DateField(
            label="Date of the award or training",
            latest=today,
            error_messages={"required": "Enter the date of the award", "late": "The date must be today or earlier"},
        )
        fields.short(self.fields["hours"], 5)
        self.order_fields(self.field_order)


class TierAwardForm(forms.Form):
    """A tier for a GP, with what is lacking for each said beside it."""

    tier = forms.ChoiceField(label="Tier", choices=Tier.choices, error_messages={"required": "Choose a tier"})
    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the day from which it is held"})
    review_on = fields.DateField(
        label="Review on", error_messages={"required": "Enter the day on which it will be reviewed"}
    )
    caseload_limit = fields.short(
        forms.IntegerField(
            label="Caseload limit",
            required=False,
            min_value=1,
            max_value=500,
            help_text="Leave empty to use the protocol's limit.",
        ),
        3,
    )

    def __init__(self, *args: Any, lacking: dict[Tier, list[Lacking]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(tier): _in_words(found) for tier, found in lacking.items()}
        tier = self.fields["tier"]
        tier.widget = fields.Radios(hints=hints, choices=Tier.choices)


def _in_words(lacking: Iterable[Lacking]) -> str:
    return " ".join(found.label for found in lacking) or "May be awarded today."


class TierEndForm(forms.Form):
    """The last day of a tier."""

    ends_on = fields.DateField(label="Last day", error_messages={"required": "Enter the last day on which it was held"})


class AppointmentForm(forms.Form):
    """A commissioner's appointment of a GP with a special interest."""

    commissioner = fields.CleanText(
        label="Appointed by",
        max_length=120,
        help_text="The commissioner who made the appointment.",
        error_messages={"required": "Enter who made the appointment"},
    )
    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the first day of the appointment"})
    ends_on = fields.DateField(label="Until", required=False, help_text="Leave empty when no end was agreed.")
