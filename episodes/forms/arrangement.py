"""What is entered about how care is arranged, and about what their own GP was told."""

from typing import Any

from django import forms
from django.utils import timezone

from episodes import queries
from episodes.classification import (
    ArrangementType,
    Notes,
    OnePlan,
    OwnGp,
    Pathway,
    Psychosocial,
    ReferralSource,
    Responsible,
    Setting,
)
from episodes.forms.responsibility import HolderField
from episodes.models import Arrangement, Episode, ToldHow
from patients.models import Patient
from practices.models import Organisation, Practice, Professional
from schemes import queries as schemes
from ui import forms as fields

Groups = list[tuple[Organisation, list[Professional]]]


def _radios(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class PrescriberField(forms.TypedChoiceField):
    """Where the prescription comes from and who signs it, in one choice; cleans to a pair, place and professional."""

    def __init__(self, *, groups: Groups, **kwargs: Any) -> None:
        self.found: dict[str, tuple[Any, Any]] = {}
        choices: list[Any] = [("", "Not known")]
        for place, people in groups:
            offered: list[tuple[str, str, Any]] = [(str(place.pk), f"Somebody at {place.name}", None)]
            offered += [(f"{place.pk}:{each.pk}", f"{each.name}, {place.name}", each) for each in people]
            self.found.update({value: (place, professional) for value, _, professional in offered})
            choices.append((place.name, [(value, name) for value, name, _ in offered]))
        super().__init__(choices=choices, coerce=self.found.__getitem__, **kwargs)


class ArrangementForm(forms.Form):
    """The facts from which it is worked out whether this is shared care. What is not known may stay so."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts_on = fields.DateField(label="From which day")
    setting = _radios("As what does the prescriber treat this person?", Setting.choices)
    responsible = _radios("Who carries clinical responsibility?", Responsible.choices)
    responsible_other = HolderField(label="If somebody else, who?", choices=[], required=False)
    support = _radios("Psychosocial support", Psychosocial.choices)
    support_by = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="If given, by whom?", required=False, empty_label="Choose"
    )
    one_plan = _radios("Does everybody work to one care plan?", OnePlan.choices)
    notes = _radios("Where are the original notes kept?", Notes.choices)
    notes_held_by = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="If elsewhere, where?", required=False, empty_label="Not known"
    )
    referral_source = forms.ChoiceField(label="Who sent them?", choices=ReferralSource.choices)
    pathway = _radios("On which pathway did they come?", Pathway.choices)
    led_by = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="If on one, who leads it?", required=False, empty_label="Choose"
    )

    def __init__(self, *args: Any, episode: Episode, present: Arrangement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        groups = _with_present(queries.possible_prescribers(episode.patient, today), present)
        self.fields["prescribed"] = PrescriberField(
            label="Who prescribes, and where?", groups=groups, required=False,
            help_text=f"Registered at {episode.patient.practice}.",
        )  # fmt: skip
        self.fields["responsible_other"].choices = _names(groups, present)  # type: ignore[attr-defined]
        for name in ("support_by", "notes_held_by", "led_by"):
            self.fields[name].queryset = _places(episode.patient, present)  # type: ignore[attr-defined]
        self.fields["starts_on"] = fields.DateField(label="From which day", earliest=episode.started_on, latest=today)
        self.order_fields(["starts_on", "prescribed"])

    def clean(self) -> dict[str, Any]:
        """The facts as the action takes them; a name that no answer asks for is left out."""
        cleaned = super().clean() or {}
        cleaned["prescribed_at"], cleaned["prescriber"] = cleaned.pop("prescribed", None) or (None, None)
        for answer, value, name in ASKED:
            if cleaned.get(answer) != value:
                cleaned[name] = None
        if cleaned.get("pathway") == Pathway.NONE:
            cleaned["led_by"] = None
        return cleaned


# Which answer asks for a name.
ASKED = (
    ("responsible", Responsible.OTHER, "responsible_other"),
    ("support", Psychosocial.GIVEN, "support_by"),
    ("notes", Notes.ELSEWHERE, "notes_held_by"),
)


def _with_present(groups: Groups, present: Arrangement | None) -> Groups:
    """Who is on offer, and whoever is on record though they work there, or take part, no more."""
    place = present.prescribed_at if present else None
    if present is None or place is None:
        return groups
    people = next((people for each, people in groups if each.pk == place.pk), None)
    if people is None:
        people = []
        groups = [*groups, (place, people)]
    if present.prescriber and present.prescriber not in people:
        people.append(present.prescriber)
    return groups


def _names(groups: Groups, present: Arrangement | None) -> list[Any]:
    """Who may carry clinical responsibility, by place."""
    named = [(place.name, [(str(each.pk), each.name) for each in people]) for place, people in groups if people]
    other = present.responsible_other if present else None
    if other and all(other not in people for _, people in groups):
        named.append(("On record", [(str(other.pk), other.name)]))
    return [("", "Choose"), *named]


def _places(patient: Patient, present: Arrangement | None) -> Any:
    """Every organisation that takes part, the person's practice, and whatever is on record."""
    kept = [present.support_by_id, present.notes_held_by_id, present.led_by_id] if present else []
    known = [patient.practice_id, *filter(None, kept)]
    taking_part = schemes.organisations_taking_part(timezone.localdate())
    return (taking_part | Organisation.objects.filter(pk__in=known)).order_by("kind", "name", "pk")


def first_arrangement(present: Arrangement | None, episode: Episode) -> dict[str, Any]:
    """What the page offers before anything is typed: what is on record, or that nothing is known."""
    facts = present or Arrangement()
    names = ("setting", "responsible", "support", "one_plan", "notes", "referral_source", "pathway")
    keys = ("responsible_other", "support_by", "notes_held_by", "led_by")
    place, prescriber = facts.prescribed_at_id, facts.prescriber_id
    return {
        **{name: getattr(facts, name) for name in names},
        **{name: getattr(facts, f"{name}_id") for name in keys},
        "prescribed": f"{place}:{prescriber}" if prescriber else str(place or ""),
        "version": episode.version,
    }


class CorrectArrangementForm(ArrangementForm):
    """The facts as they were, and what was wrong with the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = fields.CleanText(label="What was wrong with the record?", max_length=500, rows=3)


class ToldOwnGpForm(forms.Form):
    """When, how and by whom the practice was told."""

    told_on = fields.DateField(label="On which day?")
    how = _radios("How?", ToldHow.choices)
    told_by = fields.CleanText(
        label="Who told them?", max_length=120, help_text="The name of the person, and their service."
    )


class WithdrawToldForm(forms.Form):
    """What was wrong with a record that a GP was told."""

    reason = fields.CleanText(label="What was wrong?", max_length=200)


class ArrangementFilterForm(forms.Form):
    """Which people to list; a filter."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *ArrangementType.choices])
    own_gp = forms.ChoiceField(
        label="Their own GP",
        required=False,
        choices=[("", "Told or not"), (queries.ANY, "Never told, or not lately"), *OwnGp.choices],
    )
    pathway = forms.ChoiceField(label="Pathway", required=False, choices=[("", "Any or none"), *Pathway.choices[1:]])
    practice = forms.ModelChoiceField(
        queryset=Practice.objects.none(), label="Practice", required=False, empty_label="Every practice"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cared_for = Episode.objects.open().wholly_visible_to(user).values("patient__practice")
        self.fields["practice"].queryset = Practice.objects.filter(pk__in=cared_for)  # type: ignore[attr-defined]
