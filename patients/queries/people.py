"""Finding people, and what the register knows of one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Permission
from patients import nhs_number
from patients.models import (
    CareLink,
    DemographicChange,
    OptOut,
    Patient,
    PatientQuerySet,
    ProcessingRestriction,
    ShareConsent,
    UsualGp,
    UsualGpQuerySet,
)
from patients.register_cells import day, tidy
from patients.register_columns import ADDRESS_LINES, EXPORTED
from patients.rights import Purpose, may_use
from practices.permissions import holds

LONGEST_QUERY = 120


@dataclass(frozen=True)
class IdentityPanel:
    """What the register knows of somebody, and what the person asking may change of it."""

    patient: Patient
    address: list[str]
    usual_gp: UsualGp | None
    opt_outs: list[OptOut]
    linked: list[CareLink]
    consents: list[ShareConsent]
    corrections: list[DemographicChange]
    may_change: bool
    may_consent: bool
    may_correct: bool


def identity_panel(patient: Patient, user: Any, today: date) -> IdentityPanel:
    """How to reach the person, where they are registered, who else takes part, and whether they may be invited.

    For a person whom the user may see.
    """
    return IdentityPanel(
        patient=patient,
        address=["No fixed abode"] if patient.no_fixed_abode else [*patient.address, *filter(None, [patient.postcode])],
        usual_gp=usual_gps(today).filter(patient=patient).first(),
        opt_outs=list(OptOut.objects.filter(patient=patient).lasting_on(today).order_by("starts_on")),
        linked=list(CareLink.objects.held_on(today).filter(patient=patient).select_related("organisation")),
        consents=list(ShareConsent.objects.holding_on(today).filter(patient=patient)),
        corrections=list(
            DemographicChange.objects.filter(patient=patient, by__isnull=False).exclude(reason="").select_related("by")
        ),
        may_change=holds(user, Permission.RECORD_PREFERENCE, user.acting.organisation_id),
        may_consent=holds(user, Permission.RECORD_CONSENT, user.acting.organisation_id),
        may_correct=holds(user, Permission.ANSWER_RIGHTS, None) or holds(user, Permission.RESOLVE_DUPLICATE, None),
    )


def usual_gps(day: date) -> UsualGpQuerySet:
    """Whom people usually see on a day, with the GP and `there`: whether that GP works at their practice."""
    return UsualGp.objects.held_on(day).with_whether_there(day).select_related("gp")


def people(user: Any, *, practice_id: UUID | None = None, status: str = "") -> PatientQuerySet:
    """The people somebody may see, by name."""
    found = Patient.objects.visible_to(user).select_related("practice")
    if practice_id:
        found = found.filter(practice_id=practice_id)
    return found.filter(status=status) if status else found


@dataclass(frozen=True)
class Question:
    """What somebody typed into the search box, understood: a number, a date of birth, or the beginnings of names."""

    nhs_number: str = ""
    born_on: date | None = None
    names: tuple[str, ...] = ()
    family_first: bool = False
    problem: str = ""


def understood(typed: str) -> Question:
    """What was typed. A number that cannot be an NHS number says so; anything else is the beginning of a name."""
    text = tidy(typed[:LONGEST_QUERY])
    try:
        return Question(born_on=day(text))
    except ValueError:
        pass
    if text and sum(map(str.isdigit, text)) > len(text) / 2:
        try:
            return Question(nhs_number=nhs_number.check(text))
        except ValidationError as refusal:
            return Question(problem=refusal.messages[0])
    family, comma, given = text.partition(",")
    if comma:
        return Question(names=tuple(part for part in (family.strip(), given.strip()) if part), family_first=True)
    return Question(names=tuple(text.split()))


def search(user: Any, typed: str) -> tuple[PatientQuerySet, str]:
    """The people somebody may see whom the words may mean, and what is wrong with the words, if anything is."""
    question = understood(typed)
    scope = Patient.objects.visible_to(user).select_related("practice")
    if question.problem:
        return scope.none(), question.problem
    if question.nhs_number:
        return scope.filter(nhs_number=question.nhs_number), ""
    if question.born_on:
        return scope.filter(born_on=question.born_on), ""
    if not question.names:
        return scope.none(), "Enter a name, an NHS number or a date of birth."
    return scope.filter(_names_begin(question)), ""


def _names_begin(question: Question) -> Q:
    """One word may begin either name; of several, one end is the family name and the rest the given."""
    first, *rest = question.names
    if not rest:
        family = Q(family_name__istartswith=first)
        return family if question.family_first else family | Q(given_name__istartswith=first)
    family_first = Q(family_name__istartswith=first, given_name__istartswith=" ".join(rest))
    if question.family_first:
        return family_first
    split = Q(given_name__istartswith=first, family_name__istartswith=" ".join(rest))
    last = Q(given_name__istartswith=" ".join(question.names[:-1]), family_name__istartswith=question.names[-1])
    return split | last | family_first


def not_given_out(patient_ids: Iterable[UUID]) -> set[UUID]:
    """Of these people, those whose record is not to be given out as a file: its processing is restricted now."""
    lasting = ProcessingRestriction.objects.lasting_at(timezone.now())
    return set(lasting.filter(patient_id__in=patient_ids).values_list("patient_id", flat=True))


def not_printed(patient_ids: Iterable[UUID]) -> set[UUID]:
    """Of these people, those from whose record nothing is printed now, as `permissions.may_use` decides for one."""
    lasting = ProcessingRestriction.objects.lasting_at(timezone.now())
    held = lasting.filter(patient_id__in=patient_ids).values_list("patient_id", "care_agreed")
    return {pk for pk, agreed in held if not may_use(Purpose.PRINT, restricted=True, care_agreed=agreed)}


def export_rows(user: Any) -> Iterator[tuple[UUID, list[str]]]:
    """Everybody registered whom the person may see, in the columns that an import reads, with their key."""
    for patient in people(user).registered().iterator(chunk_size=2_000):
        lines = dict(zip(ADDRESS_LINES, patient.address, strict=False))
        yield patient.pk, [_cell(patient, lines, name) for name in EXPORTED]


def _cell(patient: Patient, lines: dict[str, str], name: str) -> str:
    if name in ADDRESS_LINES:
        return lines.get(name, "")
    if name == "practice_code":
        return patient.practice.ods_code or ""
    value = getattr(patient, name)
    if isinstance(value, bool):
        return "Y" if value else "N"
    return "" if value is None else str(value)
