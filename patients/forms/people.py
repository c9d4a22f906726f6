"""Forms about people: what may be typed, never whether it may be done."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from patients import contact, emergency, nhs_number
from patients.emergency import Category
from patients.models import Channel, Format, Sensitivity, Status
from patients.queries import Named, Reaching
from patients.unusual import Outcome
from practices.models import Practice, Professional
from ui import forms as fields


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
    safe_to_ring = forms.BooleanField(label="A telephone call is safe", required=False)
    phone_is_shared = forms.BooleanField(label="Somebody else may answer their phone", required=False)
    voicemail_is_safe = forms.BooleanField(label="We may leave a message on their voicemail", required=False)
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


class UsualGpForm(forms.Form):
    """Which GP somebody usually sees."""

    gp = forms.ModelChoiceField(
        label="Whom do they usually see?",
        queryset=Professional.objects.none(),
        empty_label="Choose a GP",
        error_messages={"required": "Choose the GP they usually see"},
    )
    starts_on = fields.DateField(label="From which day?")

    def __init__(self, *args: Any, gps: QuerySet[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gp"].queryset = gps  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """How somebody knows; which answer it is, is the button they press."""

    reason = fields.CleanText(
        label="How do you know?",
        help_text="For example: rang the practice, spoke to the person.",
        max_length=200,
        error_messages={"required": "Enter how you know"},
    )


class EmergencyForm(forms.Form):
    """Whose record is needed in an emergency, and why."""

    nhs_number = fields.short(
        fields.CleanText(
            label="NHS number",
            help_text="10 numbers, if you have it. Else enter both names.",
            max_length=20,
            required=False,
        ),
        10,
    )
    family_name = fields.short(fields.CleanText(label="Family name", max_length=80, required=False), 20)
    given_name = fields.short(fields.CleanText(label="Given name", max_length=80, required=False), 20)
    born_on = fields.DateField(label="Date of birth", error_messages={"required": "Enter the date of birth"})
    category = forms.ChoiceField(
        label="Why do you need the record now?",
        choices=Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need the record now"},
    )
    reason = fields.CleanText(
        label="In your own words",
        help_text=f"What happened, and what you need to know. {emergency.SHORTEST_REASON} letters or more.",
        rows=4,
        max_length=500,
        error_messages={"required": "Say in your own words why you need the record"},
    )

    def clean_nhs_number(self) -> str:
        typed = self.cleaned_data["nhs_number"]
        return nhs_number.check(typed) if typed else ""

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason.strip()) < emergency.SHORTEST_REASON:
            raise ValidationError(
                f"Say why in {emergency.SHORTEST_REASON} letters or more. This is {len(reason.strip())}."
            )
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        particulars = {name: cleaned.pop(name, "") for name in ("nhs_number", "family_name", "given_name")}
        born_on = cleaned.pop("born_on", None)
        if born_on is None:
            return cleaned
        cleaned["named"] = Named(born_on=born_on, **{name: value.strip() for name, value in particulars.items()})
        if not cleaned["named"].is_exact and "nhs_number" not in self.errors:
            self.add_error("nhs_number", "Enter the NHS number, or both the family name and the given name")
        return cleaned


class EmergencyReviewForm(forms.Form):
    """What a review of an opening in an emergency found."""

    outcome = forms.ChoiceField(
        label="Was it right to open this record?",
        choices=emergency.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    note = fields.CleanText(
        label="What did you find?",
        help_text="For example: asked the practice, the person was there that morning.",
        rows=3,
        max_length=500,
        error_messages={"required": "Enter what you found"},
    )
    what_is_done = fields.CleanText(
        label="If it was not justified, what is done about it?", rows=3, max_length=500, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == emergency.Outcome.NOT_JUSTIFIED and not cleaned.get("what_is_done"):
            self.add_error("what_is_done", "Enter what is done about it")
        return cleaned


class RestrictForm(forms.Form):
    """Why a record is restricted, whom it concerns, and who may open it still."""

    sensitivity = forms.ChoiceField(
        label="Why is the record restricted?",
        choices=Sensitivity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the record is restricted"},
    )
    reason = fields.CleanText(
        label="In a few words",
        rows=2,
        max_length=500,
        error_messages={"required": "Enter why the record is restricted"},
    )
    concerns = fields.CleanText(
        label="If a member of staff is this person, or is of their family: the e-mail address they sign in with",
        help_text="They will never be able to open this record, even if somebody names them.",
        max_length=254,
        required=False,
    )
    named = forms.MultipleChoiceField(
        label="Who may open it still?",
        help_text="Everybody else loses the record at once. Choose at least one person who gives care.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person who gives care to this person"},
    )

    def __init__(self, *args: Any, reaching: list[Reaching], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [  # type: ignore[attr-defined]
            (str(each.user_id), f"{each.label}{'' if each.gives_care else ' (does not give care)'}")
            for each in reaching
        ]

    def clean_named(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["named"]]


class NameForm(forms.Form):
    """One more person who may open a restricted record."""

    user = forms.ChoiceField(
        label="Who may open this record?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may open this record"},
    )
    reason = fields.CleanText(label="Why?", max_length=500, error_messages={"required": "Enter why"})

    def __init__(self, *args: Any, reaching: list[Reaching], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(each.user_id): each.user for each in reaching}
        self.fields["user"].choices = [(str(each.user_id), each.label) for each in reaching]  # type: ignore[attr-defined]

    def clean_user(self) -> Any:
        return self.users[self.cleaned_data["user"]]


class ReasonForm(forms.Form):
    """Why something about access ends."""

    reason = fields.CleanText(label="Why?", max_length=500, error_messages={"required": "Enter why"})


class PeriodForm(forms.Form):
    """The days whose looks are asked for; a filter."""

    starts_on = fields.DateField(label="From", required=False)
    ends_on = fields.DateField(label="Until", required=False)

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = chosen.get("starts_on"), chosen.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must not be before the first day.")
        return chosen


class LookReviewForm(forms.Form):
    """What the lead makes of looks that stand out, of those that stood on the page."""

    until = forms.DateTimeField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label="What do you make of it?", choices=Outcome.choices, widget=forms.RadioSelect)
    note = fields.CleanText(
        label="Why, or what happens next",
        max_length=500,
        rows=4,
        error_messages={"required": "Write why it was expected, or what happens next"},
    )
