"""Who can see one person now, and why: the roles held today, held against what ties the person to places and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from accounts.reach import SEES, Reach, Record
from accounts.roles import Permission, Role, may
from patients.models import CareLink, EmergencyAccess, NamedAccess, Patient, Restriction
from patients.sight import Ground, Standing, Ties, ground

ORDER = [Ground.REGISTERED, Ground.LINKED, Ground.OPENED, Ground.SCHEME]


@dataclass(frozen=True)
class Sighted:
    """Everybody in one role at one place who can see the person, on one ground."""

    place: str
    role: str
    people: list[User]
    record: str
    why: str
    ground: Ground
    since: date | datetime
    until: date | datetime | None


@dataclass(frozen=True)
class WhoCanSee:
    """Who can see a person now; `empty_places` take part and have nobody who signs in."""

    sighted: list[Sighted]
    empty_places: list[CareLink]
    restricted: bool
    named: list[NamedAccess]
    unsighted_roles: list[tuple[str, str]]

    @property
    def people(self) -> set[Any]:
        """The keys of everybody who can see the person in one of their roles."""
        return {user.pk for line in self.sighted for user in line.people}


def ties_of(patient: Patient, moment: datetime) -> Ties:
    """Who has to do with the person at the moment; the practice is today's."""
    links = CareLink.objects.held_on(timezone.localdate(moment)).filter(patient=patient)
    restrictions = list(_lasting(Restriction, patient, moment))
    return Ties(
        practice_id=patient.practice_id,
        linked=frozenset(links.values_list("organisation_id", flat=True)),
        restricted=bool(restrictions),
        named=frozenset(_lasting(NamedAccess, patient, moment).values_list("user_id", flat=True)),
        concerned=frozenset(each.concerns_id for each in restrictions if each.concerns_id),
        opened=frozenset(standing_of(each.membership) for each in _openings(patient, moment)),
    )


def standing_of(membership: Membership) -> Standing:
    return Standing(membership.user_id, membership.role, membership.organisation_id)


def _openings(patient: Patient, moment: datetime) -> Iterable[EmergencyAccess]:
    """Who broke the glass and still may look; a reader with a role at a place is told of their own opening alone."""
    found: Iterable[EmergencyAccess] = _lasting(EmergencyAccess, patient, moment).select_related("membership")
    return found


def _lasting(model: Any, patient: Patient, moment: datetime) -> Any:
    return model.objects.lasting_at(moment).filter(patient=patient)


def who_can_see(patient: Patient, moment: datetime) -> WhoCanSee:
    """Who can see the person now, place by place; for a reader who sees the person."""
    ties, today = ties_of(patient, moment), timezone.localdate(moment)
    links = {link.organisation_id: link for link in _links(patient, today)}
    opened = {each.membership_id: each for each in _openings(patient, moment)}
    groups: dict[tuple[str, str, Ground], list[Membership]] = {}
    for membership in _memberships(patient, today):
        found = ground(standing_of(membership), ties)
        if found:
            groups.setdefault((membership.place_label, membership.role, found), []).append(membership)
    known_since = timezone.localdate(patient.added_at)
    sighted = [_sighted(key, held, links, opened, known_since) for key, held in groups.items()]
    signed_in = {membership.organisation_id for held in groups.values() for membership in held}
    return WhoCanSee(
        sighted=sorted(sighted, key=lambda line: (ORDER.index(line.ground), line.place, line.role)),
        empty_places=[link for place, link in links.items() if place not in signed_in and not ties.restricted],
        restricted=ties.restricted,
        named=list(_lasting(NamedAccess, patient, moment).select_related("user")) if ties.restricted else [],
        unsighted_roles=[
            (Role(role).label, sees.why)
            for role, sees in SEES.items()
            if sees.reach == Reach.NOBODY or not may(role, Permission.VIEW_PEOPLE)
        ],
    )


def _links(patient: Patient, today: date) -> Iterable[CareLink]:
    found: Iterable[CareLink] = CareLink.objects.held_on(today).filter(patient=patient).select_related("organisation")
    return found


def _memberships(patient: Patient, today: date) -> Iterable[Membership]:
    """Every role held today in the person's scheme by somebody who can still sign in."""
    held = Membership.objects.held_on(today).filter(scheme_id=patient.scheme_id, user__is_active=True)
    return held.select_related("user").order_by("user__name", "user_id")


def _sighted(
    key: tuple[str, str, Ground],
    held: list[Membership],
    links: dict[Any, CareLink],
    opened: dict[Any, EmergencyAccess],
    known_since: date,
) -> Sighted:
    """One line of the table; without a link or an opening, since the role is held and the person is on the register."""
    place, role, found = key
    link = links.get(held[0].organisation_id) if found == Ground.LINKED else None
    opening = opened.get(held[0].pk) if found == Ground.OPENED else None
    role_since = max(min(each.starts_on for each in held), known_since)
    return Sighted(
        place=place,
        role=Role(role).label,
        people=list({each.user_id: each.user for each in held}.values()),
        record=Record(SEES[role].record).label,
        why=f"{found.label}; {SEES[role].why}",
        ground=found,
        since=link.starts_on if link else opening.starts_at if opening and opening.starts_at else role_since,
        until=link.ends_on if link else opening.ends_at if opening else None,
    )
