"""Reading who may open restricted records: whom a restriction would shut out, who is named, whom nobody cares for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from accounts.reach import SEES, Reach
from accounts.roles import Permission, Role, may
from patients.models import CareLink, NamedAccess, Patient, Restriction

GIVES_CARE = [role for role in Role if may(role, Permission.RECORD_REVIEW)]
LINKED = [role for role in Role if SEES[role].reach == Reach.LINKED and may(role, Permission.VIEW_PEOPLE)]
WHOLE_SCHEME = [role for role in Role if SEES[role].reach == Reach.SCHEME]


@dataclass(frozen=True)
class Reaching:
    """Somebody whose role reaches a person today, restriction or not."""

    user: User
    roles: tuple[str, ...]
    gives_care: bool

    @property
    def user_id(self) -> UUID:
        return self.user.pk

    @property
    def label(self) -> str:
        return f"{self.user.name}: {'; '.join(self.roles)}"


def reaching(patient: Patient, today: date) -> list[Reaching]:
    """Everybody whose role reaches the person today, those who give care before the others.

    Whoever answers for access is not among them: they reach everybody, and no restriction shuts them out.
    """
    links = CareLink.objects.held_on(today).filter(patient=patient).values_list("organisation_id", flat=True)
    places = [patient.practice_id, *links]
    held = Membership.objects.held_on(today).filter(
        Q(role__in=LINKED, organisation_id__in=places) | Q(role__in=WHOLE_SCHEME),
        scheme_id=patient.scheme_id,
        user__is_active=True,
    )
    return _by_user(held.select_related("user").order_by("user__name", "user_id", "starts_on"))


def _by_user(memberships: Iterable[Membership]) -> list[Reaching]:
    found: dict[UUID, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.user_id, []).append(membership)
    people = [
        Reaching(
            user=held[0].user,
            roles=tuple(str(each) for each in held),
            gives_care=any(each.role in GIVES_CARE for each in held),
        )
        for held in found.values()
    ]
    return sorted(people, key=lambda each: not each.gives_care)


def signs_in(email: str, scheme_id: UUID) -> User | None:
    """Whoever signs in to the scheme with this e-mail address."""
    return User.objects.filter(email__iexact=email, memberships__scheme_id=scheme_id).first()


def restriction_of(patient: Patient) -> Restriction | None:
    """The restriction that holds for the person now, if one does."""
    found: Restriction | None = Restriction.objects.lasting_at(timezone.now()).filter(patient=patient).first()
    return found


def named_for(patient: Patient) -> QuerySet[NamedAccess]:
    """Who is named for the person's record now."""
    found: QuerySet[NamedAccess] = NamedAccess.objects.lasting_at(timezone.now()).filter(patient=patient)
    return found.select_related("user").order_by("starts_at", "user__name")


def gives_care_to(patient: Patient, user_ids: Iterable[UUID], today: date) -> set[UUID]:
    """Those of these people who give care to the person today, so that the record is open to somebody who does."""
    asked = set(user_ids)
    return {each.user_id for each in reaching(patient, today) if each.gives_care and each.user_id in asked}


@dataclass(frozen=True)
class Restricted:
    """One restricted record, and who may open it."""

    restriction: Restriction
    named: list[NamedAccess]
    carers: int

    @property
    def nobody_cares(self) -> bool:
        """Whether nobody who is named gives care today, so that the person may be forgotten."""
        return not self.carers


def restricted(user: Any, today: date) -> list[Restricted]:
    """The restricted records of the scheme, for whoever answers for access; those that nobody cares for first."""
    lasting = Restriction.objects.visible_to(user).lasting_at(timezone.now())
    found = []
    for restriction in lasting.select_related("patient__practice", "concerns", "placed_by"):
        named = list(named_for(restriction.patient))
        opening = {each.user_id for each in named} - {restriction.concerns_id}
        carers = len(gives_care_to(restriction.patient, opening, today))
        found.append(Restricted(restriction, named, carers))
    return sorted(found, key=lambda each: (each.carers > 0, each.restriction.starts_at))


def restricted_without_carer(user: Any, today: date) -> int:
    """How many restricted records nobody who gives care can open."""
    return sum(each.nobody_cares for each in restricted(user, today))


@dataclass(frozen=True)
class AccessPanel:
    """Who may open one record, for whoever answers for it."""

    patient: Patient
    restriction: Restriction | None
    named: list[NamedAccess]


def access_panel(patient: Patient) -> AccessPanel:
    """Whether the record is restricted, and who is named for it."""
    return AccessPanel(patient, restriction_of(patient), list(named_for(patient)))
