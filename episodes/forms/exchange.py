"""What is entered about what was exchanged with another place."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from episodes import queries
from episodes.exchange import Direction, ExchangeKind, Following, How, Side
from patients.models import Patient
from practices.models import Organisation, Professional
from ui import forms as fields

THE_SCHEME = "scheme"


class SideField(forms.TypedChoiceField):
    """The other side: a place, or somebody who works there, by place; cleans to a `Side`."""

    def __init__(self, *, user: Any, patient: Patient | None, **kwargs: Any) -> None:
        scheme = [(THE_SCHEME, "The scheme co-ordinator")] if user.acting.organisation_id else []
        offered = queries.possible_others(user, patient, timezone.localdate())
        groups = [(place.name, [_place(place), *(_worker(place, each) for each in here)]) for place, here in offered]
        choices: list[Any] = [("", "Choose a place, or somebody there"), *scheme, *groups]
        super().__init__(choices=choices, coerce=self._found, empty_value=None, **kwargs)

    @staticmethod
    def _found(value: str) -> Side:
        if value == THE_SCHEME:
            return Side()
        place, _, professional = value.partition(":")
        return Side(
            Organisation.objects.get(pk=place), Professional.objects.get(pk=professional) if professional else None
        )


def _place(place: Organisation) -> tuple[str, str]:
    return str(place.pk), f"{place.name}, nobody by name"


def _worker(place: Organisation, professional: Professional) -> tuple[str, str]:
    return f"{place.pk}:{professional.pk}", f"{professional} ({professional.get_profession_display()})"


class ExchangeForm(forms.Form):
    """What was exchanged with whom, and what is to be done next, if anything."""

    direction = forms.ChoiceField(
        label="Who told whom?",
        choices=Direction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who told whom"},
    )
    how = forms.ChoiceField(
        label="How?",
        choices=How.choices,
        widget=fields.Radios(
            hints={
                How.LETTER: "It waits until the other side says that it arrived.",
                How.EMAIL: "It waits until the other side says that it arrived.",
            }
        ),
        error_messages={"required": "Choose in which way"},
    )
    kind = forms.ChoiceField(label="What was it about?", choices=ExchangeKind.choices)
    day = fields.DateField(label="When?")
    what = fields.CleanText(label="What was said, in short?", max_length=500, rows=3)
    next_action = fields.CleanText(
        label="What is to be done next?", max_length=200, required=False, help_text="Leave it empty if nothing is."
    )
    due_on = fields.DateField(label="By when?", required=False)
    field_order = ("direction", "other", "how", "kind", "day", "what", "next_action", "owner", "due_on")

    def __init__(self, *args: Any, user: Any, patient: Patient | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = SideField(
            user=user, patient=patient, label="With whom?", error_messages={"required": "Choose with whom"}
        )
        self.fields["owner"] = OwnerField(
            queryset=queries.possible_owners(user, timezone.localdate()),
            label="Who does it?",
            required=False,
            empty_label="Nobody",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """What is to be done next in one piece, as the action takes it."""
        cleaned = super().clean() or {}
        cleaned["following"] = Following(
            cleaned.pop("next_action", ""), cleaned.pop("owner", None), cleaned.pop("due_on", None)
        )
        return cleaned


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.name


class ToldForm(forms.Form):
    """Who told that something arrived, where that was not at the place itself."""

    told_how = fields.CleanText(
        label="Who told you that it arrived, and how?",
        max_length=200,
        help_text="For example: the receptionist, by telephone this morning.",
    )


class WithdrawExchangeForm(forms.Form):
    """What was wrong with what was put on record."""

    reason = fields.CleanText(label="What was wrong?", max_length=200)


class ExchangesForm(forms.Form):
    """Which list to show; a filter."""

    show = forms.ChoiceField(label="Show", choices=queries.ShowExchanges.choices, required=False)
