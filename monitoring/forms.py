"""What the group's pages ask for; the cleaned names are the actions' own."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from indicators import periods
from monitoring.quorum import STAKEHOLDERS, How
from ui import forms as fields


class GroupForm(forms.Form):
    """Set the group up."""

    name = fields.CleanText(label="Name of the group", max_length=120, initial="Shared care monitoring group")
    began_on = fields.DateField(label="Day it begins")
    terms = fields.CleanText(
        label="Terms of reference", rows=10, help_text="What the group is for, who it reports to, how often it meets."
    )
    least_groups = forms.IntegerField(
        label="Quorum: how many stakeholder groups must be present",
        help_text=f"Groups are counted, not people. There are {len(STAKEHOLDERS)}; a third is usual.",
        min_value=1,
        max_value=len(STAKEHOLDERS),
        initial=3,
    )
    chair_needed = forms.BooleanField(
        label="The chair or the deputy chair must be present", required=False, initial=True
    )


class TermsForm(forms.Form):
    """A new version of the terms of reference."""

    text = fields.CleanText(label="Terms of reference", rows=10)
    starts_on = fields.DateField(label="In force from")
    least_groups = forms.IntegerField(
        label="Quorum: how many stakeholder groups must be present", min_value=1, max_value=len(STAKEHOLDERS)
    )
    chair_needed = forms.BooleanField(label="The chair or the deputy chair must be present", required=False)


class SeatForm(forms.Form):
    """Who sits on a seat, and who deputises. An e-mail address ties the name to a sign-in, when there is one."""

    member_name = fields.CleanText(label="Member", max_length=120)
    member = forms.EmailField(label="Member's e-mail address, if they sign in (optional)", required=False)
    deputy_name = fields.CleanText(label="Deputy (optional)", max_length=120, required=False)
    deputy = forms.EmailField(label="Deputy's e-mail address, if they sign in (optional)", required=False)
    starts_on = fields.DateField(label="From")

    def __init__(self, *args: Any, scheme_id: UUID, **kwargs: Any) -> None:
        self.scheme_id = scheme_id
        super().__init__(*args, **kwargs)

    def clean_member(self) -> User | None:
        return self._user("member")

    def clean_deputy(self) -> User | None:
        return self._user("deputy")

    def _user(self, name: str) -> User | None:
        email = self.cleaned_data[name]
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, memberships__scheme_id=self.scheme_id).first()
        if user is None:
            raise ValidationError("Nobody in this scheme signs in with this e-mail address.")
        return user


class VacateForm(forms.Form):
    ends_on = fields.DateField(label="Last day on the seat")


class MeetingForm(forms.Form):
    """Plan a meeting."""

    planned_on = fields.DateField(label="Day")
    starts_at = forms.TimeField(
        label="Time",
        help_text="For example 13:30",
        error_messages={"invalid": "Enter a time, for example 13:30", "required": "Enter a time, for example 13:30"},
        widget=forms.TextInput,
    )
    place = fields.CleanText(label="Place", max_length=160)


class CancelForm(forms.Form):
    reason = fields.CleanText(label="Why is it cancelled?", max_length=200)


class AttendanceForm(forms.Form):
    """One choice a seat; a seat without a deputy, or without anybody, offers only what is possible."""

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {f"seat_{row.seat.pk}": row.seat for row in rows}
        for row in rows:
            self.fields[f"seat_{row.seat.pk}"] = forms.ChoiceField(
                label=str(row.seat),
                choices=_ways(row.holder),
                widget=forms.RadioSelect,
                initial=row.attendance.how if row.attendance else None,
                help_text="" if row.holder else "This seat is empty.",
                error_messages={"required": f"Say how the seat “{row.seat}” was taken"},
            )

    @property
    def attended(self) -> dict[Any, str]:
        """How each seat was taken, by seat."""
        return {seat: self.cleaned_data[name] for name, seat in self.seats.items()}


def _ways(holder: Any) -> list[tuple[str, str]]:
    ways = []
    if holder:
        ways.append((How.MEMBER.value, holder.member_name))
    if holder and holder.deputy_name:
        ways.append((How.DEPUTY.value, f"{holder.deputy_name}, deputy"))
    return [*ways, *((how.value, how.label) for how in (How.APOLOGIES, How.ABSENT))]


class FreezeForm(forms.Form):
    """Which quarter's figures the meeting sees."""

    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]
            (quarter.code, quarter.seen_on(today).label) for quarter in periods.choices(today)
        ]
        self.fields["quarter"].initial = periods.latest_whole(today).code

    def clean_quarter(self) -> periods.Quarter:
        return periods.parse(self.cleaned_data["quarter"], self.today)


class ItemForm(forms.Form):
    title = fields.CleanText(label="What is it about?", max_length=160)


class MinuteForm(forms.Form):
    """What was said under one item; the version tells whether somebody else wrote meanwhile."""

    minute = fields.CleanText(label="Minute", rows=5, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    text = fields.CleanText(label="What was decided?", rows=4)


class ActionForm(forms.Form):
    """What is asked of one named person."""

    what = fields.CleanText(label="What is to be done?", rows=3)
    owner = forms.ChoiceField(label="Who will do it?", help_text="One person. Members and deputies are listed.")
    due_on = fields.DateField(label="By when?")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str, UUID | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {key: (name, user_id) for key, name, user_id in people}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one person"),
            *((key, name) for key, (name, _) in self.people.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """The owner as a name and, when they sign in, as a user: what the action takes."""
        cleaned = super().clean() or {}
        if key := cleaned.pop("owner", ""):
            name, user_id = self.people[key]
            cleaned["owner_name"] = name
            cleaned["owner"] = User.objects.filter(pk=user_id).first() if user_id else None
        return cleaned


class CloseForm(forms.Form):
    note = fields.CleanText(label="What came of it? (optional)", max_length=400, required=False)


class CarryForm(forms.Form):
    due_on = fields.DateField(label="New day")
    note = fields.CleanText(label="Why is it not done? (optional)", max_length=400, required=False)


class CancelActionForm(forms.Form):
    reason = fields.CleanText(label="Why is it no longer wanted?", max_length=400)


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
