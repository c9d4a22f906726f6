"""How one person's care is arranged: what the Person page and its own page show, and who may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from episodes.classification import (
    BECAUSE,
    ArrangementType,
    Notes,
    OwnGp,
    Responsible,
    Tested,
    own_gp_finding,
    results_of,
    type_of,
)
from episodes.models import Arrangement, Episode, ToldOwnGp
from episodes.queries.arrangement import arrangement_facts, is_special, last_told
from patients.models import Patient
from practices.models import Kind, Organisation, Post, Profession, Professional
from schemes import queries as schemes
from schemes.models import Protocol

PRESCRIBES_AT = (Kind.PRACTICE, Kind.SPECIALIST_SERVICE)
PRESCRIBERS = (Profession.GP, Profession.NURSE, Profession.PHARMACIST, Profession.SPECIALIST, Profession.OTHER)
NAMES = ("prescribed_at", "prescriber", "support_by", "notes_held_by", "responsible_other", "led_by")


@dataclass(frozen=True)
class ArrangementPanel:
    """What a page about one person shows: the arrangement of today, its kind, the tests, and what is wrong."""

    episode: Episode
    patient: Patient
    arrangement: Arrangement | None
    type: ArrangementType
    tests: Sequence[Tested]
    own_gp: OwnGp | None
    told_on: date | None
    may_record: bool

    @property
    def because(self) -> str:
        return BECAUSE[self.type]

    @property
    def needs_own_gp(self) -> bool:
        return self.type == ArrangementType.REGISTERED_ELSEWHERE

    @property
    def kind(self) -> str:
        """How loudly the panel is shown."""
        return "warning" if self.own_gp else ""

    @property
    def notes_at(self) -> str:
        """Where the original notes are, by name as far as it is known (B5)."""
        if self.arrangement is None or self.arrangement.notes == Notes.NOT_KNOWN:
            return "Not known"
        if self.arrangement.notes == Notes.REGISTERED:
            return self.patient.practice.name
        return self.arrangement.notes_held_by.name if self.arrangement.notes_held_by else "Elsewhere"

    @property
    def responsible(self) -> str:
        """Who carries clinical responsibility, by name as far as it is known (B5)."""
        held = self.arrangement
        if held is None or held.responsible == Responsible.NOT_KNOWN:
            return "Not known"
        named = held.prescriber if held.responsible == Responsible.PRESCRIBER else held.responsible_other
        return f"{named}, the prescriber" if named and named == held.prescriber else str(named or "The prescriber")


def arrangement_panel(episode: Episode, today: date, *, may_record: bool) -> ArrangementPanel:
    """The arrangement of an open episode today: one statement."""
    patient = episode.patient
    held = Arrangement.objects.standing().held_on(today).filter(episode=episode).select_related(*NAMES)
    found = held.annotate(
        special=is_special(patient.practice_id, today),
        told_on=last_told(episode.pk, patient.practice_id),
        own_gp_weeks=_own_gp_weeks(episode.scheme_id, today),
    ).first()
    known = arrangement_facts(found, registered_at=patient.practice_id, special=found is not None and found.special)
    kind, told_on = type_of(known), found.told_on if found else None
    return ArrangementPanel(
        episode=episode,
        patient=patient,
        arrangement=found,
        type=kind,
        tests=results_of(known),
        own_gp=own_gp_finding(kind, told_on=told_on, today=today, within_weeks=found.own_gp_weeks if found else 0),
        told_on=told_on,
        may_record=may_record,
    )


def _own_gp_weeks(scheme_id: UUID, day: date) -> Coalesce:
    """The scheme's number as `schemes.queries.protocol_on` finds it, as part of another statement."""
    versions = Protocol.objects.filter(scheme_id=scheme_id)
    in_force, first = (
        each.values("own_gp_weeks")[:1] for each in (versions.begun_by(day), versions.order_by("number"))
    )
    return Coalesce(Subquery(in_force), Subquery(first))


def arrangement_history(episode: Episode) -> QuerySet[Arrangement]:
    """Every arrangement there was, corrected ones too, the latest first."""
    return episode.care_arrangements.select_related(*NAMES, "recorded_by", "superseded_by")


def own_gp_tellings(episode: Episode) -> QuerySet[ToldOwnGp]:
    """Every time an own GP was told, withdrawn ones too, the latest first."""
    return episode.own_gp_told.select_related("practice", "recorded_by", "withdrawn_by")


def possible_prescribers(patient: Patient, day: date) -> list[tuple[Organisation, list[Professional]]]:
    """Where the prescription may come from, the person's own practice first, each with who works there.

    Their practice, and every practice and service that takes part: treatment away from the own practice is what the
    record must be able to say.
    """
    taking_part = Q(pk__in=schemes.taking_part(day).values("organisation_id"), kind__in=PRESCRIBES_AT)
    own_first = Case(When(pk=patient.practice_id, then=0), default=1)
    places = Organisation.objects.filter(taking_part | Q(pk=patient.practice_id)).order_by(own_first, "name", "pk")
    staff: dict[UUID, list[Professional]] = {}
    posts = Post.objects.held_on(day).filter(organisation__in=places, professional__profession__in=PRESCRIBERS)
    for post in posts.select_related("professional").order_by("professional__name", "pk"):
        staff.setdefault(post.organisation_id, []).append(post.professional)
    return [(place, staff.get(place.pk, [])) for place in places]
