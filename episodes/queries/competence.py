"""Who may answer clinical queries today, and who may choose them: from posts, roles and evidence on record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Permission, Role, may
from episodes import competence
from episodes.competence import Facts, Verdict
from patients import queries as patients
from patients.models import Patient
from patients.sight import ground
from practices.models import (
    GpwsiAppointment,
    Kind,
    Organisation,
    Post,
    Profession,
    Professional,
    Qualification,
    TierAward,
)
from practices.tiers import Held, Tier

ANSWERING = [role for role in Role if may(role, Permission.ANSWER_QUERY)]
ROUTING = [role for role in Role if may(role, Permission.ROUTE_QUERY)]


@dataclass(frozen=True)
class Clinician:
    """Somebody on the list of professionals, where they answer from, and whether they may."""

    professional: Professional
    places: tuple[Organisation, ...]
    roles: tuple[Membership, ...]
    verdict: Verdict


def clinicians(professionals: QuerySet[Professional], today: date) -> list[Clinician]:
    """Each of them with what is on record today: six statements, however many they are.

    Evidence, tier and appointment that somebody recorded for themselves are left out.
    """
    people = list(professionals.select_related("user"))
    posts = _by_professional(Post.objects.held_on(today).filter(professional__in=people).select_related("organisation"))
    roles = _roles(people, today)
    own = F("professional__user")
    evidence = _by_professional(
        Qualification.objects.in_date(today).filter(professional__in=people).exclude(recorded_by=own)
    )
    appointed = _by_professional(
        GpwsiAppointment.objects.held_on(today).filter(professional__in=people).exclude(recorded_by=own)
    )
    tiers = _by_professional(TierAward.objects.held_on(today).filter(professional__in=people).exclude(awarded_by=own))
    found = []
    for each in people:
        places = {post.organisation_id: post.organisation for post in posts.get(each.pk, [])}
        held = tuple(role for role in roles.get(each.user_id, []) if role.organisation_id in {None, *places})
        facts = Facts(
            is_specialist_doctor=each.profession == Profession.SPECIALIST,
            is_gp=each.profession == Profession.GP,
            is_registered=bool(each.registration_number),
            has_post=bool(places),
            works_at_service=any(place.kind == Kind.SPECIALIST_SERVICE for place in places.values()),
            tier=next((award.tier for award in tiers.get(each.pk, [])), ""),
            held=Held({row.evidence for row in evidence.get(each.pk, [])}, each.pk in appointed),
            has_role=bool(held),
        )
        found.append(Clinician(each, tuple(places.values()), held, competence.assess(facts)))
    return found


def _by_professional(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.professional_id, []).append(row)
    return found


def _roles(people: Iterable[Professional], today: date) -> dict[UUID | None, list[Membership]]:
    """The roles held today in which queries are answered, by user."""
    users = {each.user_id: each.scheme_id for each in people if each.user_id}
    held = Membership.objects.held_on(today).filter(user__in=users, user__is_active=True, role__in=ANSWERING)
    found: dict[UUID | None, list[Membership]] = {}
    for each in held.filter(scheme_id__in=set(users.values())):
        found.setdefault(each.user_id, []).append(each)
    return found


def competent_clinicians(today: date) -> list[Clinician]:
    """Everybody who may answer today, by name."""
    gpwsi = TierAward.objects.held_on(today).filter(tier=Tier.GPWSI)
    possible = Professional.objects.filter(
        Q(profession=Profession.SPECIALIST) | Q(pk__in=gpwsi.values("professional")), user__isnull=False
    )
    return [each for each in clinicians(possible, today) if each.verdict.is_competent]


def competence_of(user: Any, today: date) -> Verdict:
    """Whether the person acting now may answer clinical queries, or what stands in the way."""
    own = Professional.objects.filter(user=user)
    found = clinicians(own, today) if user.acting is not None else []
    return found[0].verdict if found else competence.assess(None)


@dataclass(frozen=True)
class Choice:
    """A clinician to whom a query may be sent, and the place that would see the person for it, where none does yet."""

    clinician: Clinician
    newcomer: Organisation | None

    @property
    def professional(self) -> Professional:
        return self.clinician.professional


def choices(patient: Patient | None, today: date) -> list[Choice]:
    """Who may be sent a query, about this person or about nobody: competent clinicians only.

    Nobody is offered who may not see the person's restricted record.
    """
    found = competent_clinicians(today)
    if patient is None:
        return [Choice(each, None) for each in found]
    ties = patients.ties_of(patient, timezone.now())
    offered = []
    for each in found:
        if any(ground(patients.standing_of(role), ties) for role in each.roles):
            offered.append(Choice(each, None))
        elif not ties.restricted:
            there = {role.organisation_id for role in each.roles}
            offered.append(Choice(each, next(place for place in each.places if place.pk in there)))
    return offered


def routers(scheme_id: UUID, patient: Patient | None, today: date) -> list[User]:
    """Who may send a query on to a clinician now: of those about somebody, whoever may see them."""
    held = Membership.objects.held_on(today).filter(scheme_id=scheme_id, user__is_active=True, role__in=ROUTING)
    rows = list(held.select_related("user").order_by("user__name", "pk"))
    if patient is not None:
        ties = patients.ties_of(patient, timezone.now())
        rows = [each for each in rows if ground(patients.standing_of(each), ties)]
    return list({each.user_id: each.user for each in rows}.values())
