"""What is typed about the scheme, and checks of the typing alone."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import HELD_AT, Role, at_organisation
from practices.models import Organisation
from schemes import queries
from schemes.agreement import Party, duties_field
from schemes.lifecycle import Status
from ui import forms as fields


def weeks(label: str) -> forms.IntegerField:
    """A number of weeks, up to ten years."""
    return forms.IntegerField(label=label, min_value=1, max_value=520)


class SchemeForm(forms.Form):
    """The scheme's own details, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = fields.CleanText(label="Name", max_length=120, error_messages={"required": "Enter the scheme's name"})
    locality = fields.CleanText(label="Locality", max_length=120, error_messages={"required": "Enter the locality"})
    commissioner = fields.CleanText(
        label="Commissioner", max_length=120, error_messages={"required": "Enter who commissions it"}
    )
    coordinator = forms.ModelChoiceField(
        label="Scheme co-ordinator",
        queryset=User.objects.none(),
        help_text="Somebody who holds the role of scheme co-ordinator here.",
        error_messages={"required": "Choose the scheme co-ordinator"},
    )
    model_description = fields.CleanText(label="How it works", required=False, rows=5, max_length=4000)
    starts_on = fields.DateField(label="First day", error_messages={"required": "Enter the scheme's first day"})
    ends_on = fields.DateField(label="Last day", required=False, help_text="Leave empty when no end was agreed.")

    def __init__(self, *args: Any, coordinators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """How secure the scheme is now, and why."""

    status = forms.ChoiceField(
        label="The scheme is now", widget=forms.RadioSelect, error_messages={"required": "Choose a status"}
    )
    reason = fields.CleanText(
        label="Why",
        required=False,
        rows=3,
        max_length=500,
        help_text="Needed when it is put under review, at risk or decommissioned.",
    )

    def __init__(self, *args: Any, statuses: list[Status], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(status.value, status.label) for status in statuses]  # type: ignore[attr-defined]


class ParticipationForm(forms.Form):
    """Who takes part, from when."""

    organisation = forms.ModelChoiceField(
        label="Practice or other organisation",
        queryset=Organisation.objects.none(),
        error_messages={"required": "Choose who takes part"},
    )
    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the first day"})

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class ParticipationEndForm(forms.Form):
    """The last day of taking part, and why."""

    ends_on = fields.DateField(label="Last day", error_messages={"required": "Enter the last day"})
    reason = fields.CleanText(label="Why", max_length=200, error_messages={"required": "Say why"})


class SpecialPopulationForm(forms.Form):
    """For whom a practice is commissioned, and how."""

    population = fields.CleanText(
        label="For which group of people?", max_length=120, help_text="For example: people who are homeless."
    )
    basis = fields.CleanText(
        label="Under which contract?", max_length=120, help_text="For example: personal medical services plus (PMS+)."
    )
    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the first day"})


class SpecialPopulationEndForm(forms.Form):
    """The last day on which a practice is commissioned for a group."""

    ends_on = fields.DateField(label="Last day", error_messages={"required": "Enter the last day"})


TELLS_THE_LEAD = "From this many, the information-governance lead is told."
BY_THE_CLOCK = "By the clock, nights and weekends included. After that it is late, and on the list."


def target(what: str) -> forms.IntegerField:
    """An agreed percentage, which a scheme may not have agreed yet."""
    return forms.IntegerField(
        label=f"Target: percentage of {what}",
        min_value=0,
        max_value=100,
        required=False,
        help_text="Of a campaign, when it is over. Empty when none is agreed.",
    )


class ProtocolForm(forms.Form):
    """The scheme's own numbers from a day on."""

    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the day from which they hold"})
    source = fields.CleanText(
        label="Decided by",
        max_length=200,
        help_text="For example: monitoring group, 3 March 2026.",
        error_messages={"required": "Say where the numbers come from"},
    )
    review_weeks_stable = weeks("Weeks between reviews, stable")
    review_weeks_complex = weeks("Weeks between reviews, complex")
    review_weeks_chaotic = weeks("Weeks between reviews, chaotic")
    attempts = forms.IntegerField(label="Invitations to one person", min_value=1, max_value=10)
    attempt_gap_days = forms.IntegerField(label="Days between invitations", min_value=7, max_value=365)
    contacts_a_month = forms.IntegerField(
        label="Contacts with one person in a month",
        min_value=1,
        max_value=30,
        help_text="In any 30 days, by all campaigns together. What is beyond waits for its day.",
    )
    texts_pence_a_hundred = forms.IntegerField(
        label="What 100 texts cost, in pence",
        min_value=0,
        max_value=100_000,
        required=False,
        help_text="As your provider charges; a long text counts as several. Empty when it is not known.",
    )
    letters_pence_a_hundred = forms.IntegerField(
        label="What 100 letters cost, in pence",
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text="Paper, printing and postage together. Empty when it is not known.",
    )
    target_reached = target("invited people reached")
    target_answered = target("people reached who answer")
    target_attended = target("people reached who attend")
    caseload_limit_level_1 = forms.IntegerField(label="Caseload limit, Level 1", min_value=1, max_value=1000)
    caseload_limit_level_2 = forms.IntegerField(label="Caseload limit, Level 2", min_value=1, max_value=1000)
    meeting_every_weeks = weeks("Weeks between meetings")
    people_seen_an_hour = forms.IntegerField(
        label="People seen in an hour", min_value=1, max_value=10_000, help_text=TELLS_THE_LEAD
    )
    looks_without_a_deed = forms.IntegerField(
        label="Looks at one person without doing anything for them",
        min_value=1,
        max_value=1000,
        help_text=TELLS_THE_LEAD,
    )
    gap_warning_days = forms.IntegerField(
        label="Days ahead to look for gaps",
        min_value=1,
        max_value=365,
        help_text="Leave, leavers and lapsing certificates show on the list of gaps so many days before.",
    )
    own_gp_weeks = weeks("Weeks after which somebody’s own GP is told again")
    stable_weeks = weeks("Weeks stable before care could come down to primary care")
    query_hours_urgent = forms.IntegerField(
        label="Hours to answer an urgent clinical query", min_value=1, max_value=2000, help_text=BY_THE_CLOCK
    )
    query_hours_routine = forms.IntegerField(
        label="Hours to answer a routine clinical query", min_value=1, max_value=2000, help_text=BY_THE_CLOCK
    )
    silence_days = forms.IntegerField(
        label="Days without any exchange about a person",
        min_value=1,
        max_value=1000,
        help_text="After so many, the person is on the list of silence.",
    )
    acknowledge_days = forms.IntegerField(
        label="Days to acknowledge what was sent", min_value=1, max_value=365, help_text="A letter or an e-mail."
    )
    contact_weeks = weeks("Weeks between contacts with a practice or service")
    verify_months = forms.IntegerField(
        label="Months until a way to reach somebody is tried again", min_value=1, max_value=60
    )
    caseload_review_weeks = weeks("Weeks between reviews of a GP’s caseload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.error_messages["required"] = "Enter a whole number"
                fields.short(field, 4)


def one_a_line(label: str, rows: int) -> fields.CleanText:
    """Text of which each line stands by itself, and becomes an item of a list."""
    return fields.CleanText(label=label, rows=rows, max_length=3000, help_text="One a line.")


class AgreementTemplateForm(forms.Form):
    """What agreements are built from, from a day on."""

    starts_on = fields.DateField(label="From")
    source = fields.CleanText(
        label="Decided by", max_length=200, help_text="For example: monitoring group, 3 March 2026."
    )
    communication = one_a_line("How the parties keep each other informed", 5)
    return_criteria = one_a_line("When care goes back to the specialist service", 7)
    cover = one_a_line("Who stands in when somebody is away", 5)
    review_weeks = weeks("Weeks until an agreement is looked at again")
    sign_within_days = forms.IntegerField(
        label="Days to sign",
        min_value=1,
        max_value=365,
        help_text="After these days an agreement that somebody has not signed is on the co-ordinator’s list.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("review_weeks", "sign_within_days"):
            fields.short(self.fields[name], 3)
        for party in Party:
            self.fields[duties_field(party)] = one_a_line(f"{party.label}: what they agree to do", 7)
        self.order_fields(["starts_on", "source", *(duties_field(party) for party in Party)])


class AspectForm(forms.Form):
    """An aspect of care that somebody must answer for."""

    name = fields.CleanText(label="Aspect of care", max_length=80, error_messages={"required": "Name the aspect"})
    starts_on = fields.DateField(label="From", error_messages={"required": "Enter the first day"})


class AspectEndForm(forms.Form):
    """The last day on which an aspect is asked for."""

    ends_on = fields.DateField(label="Last day", error_messages={"required": "Enter the last day"})


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.name} ({organisation.get_kind_display().lower()})"


class InviteForm(forms.Form):
    """Who is asked to take which role, where and from when."""

    name = fields.CleanText(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address at work", max_length=254)
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"})
    organisation = PlaceChoice(
        label="Where",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="The scheme itself",
        help_text="Choose the practice, pharmacy or service where they work in this role.",
    )
    starts_on = fields.DateField(label="First day")
    ends_on = fields.DateField(label="Last day", required=False, help_text="Leave empty when no end was agreed.")

    def __init__(self, *args: Any, roles: list[Role], organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") and "organisation" not in self.errors:
            self._check_place(data["role"], data.get("organisation"))
        return data

    def _check_place(self, role: str, place: Organisation | None) -> None:
        held_at = HELD_AT[role]
        if place is None and at_organisation(role):
            wanted = " or ".join(each.label for each in held_at)
            self.add_error("organisation", f"Choose where: this role is held at {wanted}.")
        elif place is not None and place.kind not in held_at:
            self.add_error("organisation", f"This role is held at {' or '.join(each.label for each in held_at)}.")


class StaffFilterForm(forms.Form):
    """Which of the roles held here are listed."""

    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Every role"), *Role.choices])
    place = forms.ChoiceField(label="Where", required=False)
    second_step = forms.ChoiceField(
        label="Second step", required=False, choices=[("", "Set up or not"), *queries.SecondStep.choices]
    )
    last_seen = forms.ChoiceField(
        label="Signed in last", required=False, choices=[("", "Whenever"), *queries.LastSeen.choices]
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Everywhere"), *places]  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    """The last day of a role, and why."""

    ends_on = fields.DateField(label="Last day", help_text="They may sign in on that day and not after it.")
    reason = fields.CleanText(label="Why", max_length=200)


class ResetSecondStepForm(forms.Form):
    """Why somebody is freed of their second step, and how one knows that it is they who ask."""

    reason = fields.CleanText(
        label="Why, and how do you know it is they who ask?",
        max_length=200,
        help_text="For example: lost their telephone; I saw them at the practice this morning.",
    )


class LeaverForm(forms.Form):
    """Why somebody's access ends at once."""

    reason = fields.CleanText(
        label="Why", max_length=200, help_text="For the record: they moved, retired, were asked to go."
    )
