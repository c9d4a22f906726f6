"""Reading the scheme: who runs it, who takes part, and the numbers in force."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils import timezone

from accounts import permissions as accounts
from accounts import queries as users
from accounts.models import Membership, MembershipQuerySet, StaffInvitation, User
from accounts.roles import Permission, Role
from practices import queries as practices
from practices.models import Kind, OdsStatus, Organisation, Practice
from schemes.lifecycle import LIFE, Move
from schemes.models import (
    AgreementTemplate,
    CareAspect,
    Participation,
    Protocol,
    Scheme,
    SchemeStatusChange,
    SpecialPopulation,
)


def scheme_of(user: Any) -> Scheme:
    """The scheme that somebody is acting in."""
    return Scheme.objects.select_related("coordinator").get(pk=user.acting.scheme_id)


def protocol_on(scheme_id: UUID, day: date) -> Protocol:
    """The numbers in force on the day; before the first version began, the first."""
    versions = Protocol.objects.filter(scheme_id=scheme_id)
    return versions.begun_by(day).first() or versions.order_by("number")[0]


def agreement_template_on(scheme_id: UUID, day: date) -> AgreementTemplate | None:
    """What agreements begun on the day are built from; nothing before the scheme adopted its first template."""
    found: AgreementTemplate | None = AgreementTemplate.objects.filter(scheme_id=scheme_id).begun_by(day).first()
    return found


def agreement_templates(scheme_id: UUID) -> QuerySet[AgreementTemplate]:
    """Every version of the template of agreements, newest first."""
    return AgreementTemplate.objects.filter(scheme_id=scheme_id).select_related("recorded_by")


def practices_taking_part(day: date) -> QuerySet[Practice]:
    """The practices that take part in this scheme on the day."""
    held = Participation.objects.held_on(day).filter(organisation=OuterRef("pk"))
    return Practice.objects.filter(Exists(held))


def practices_without_gp(today: date) -> QuerySet[Practice]:
    """Practices that take part and have no GP on the scheme's list."""
    return practices.practices_without_gp(today, practices_taking_part(today))


def closed_practices_taking_part(today: date) -> QuerySet[Practice]:
    """Practices that have closed and still take part: somebody must end it and move the people."""
    return practices_taking_part(today).exclude(status=OdsStatus.ACTIVE)


def with_participation(found: QuerySet[Practice], today: date) -> QuerySet[Practice]:
    """The practices, each with the day since which it takes part, or none."""
    held = Participation.objects.held_on(today).filter(organisation=OuterRef("pk"))
    return found.annotate(takes_part_since=Subquery(held.values("starts_on")[:1]))


def taking_part(day: date) -> QuerySet[Participation]:
    """Who takes part on the day, by name."""
    return Participation.objects.held_on(day).select_related("organisation")


def participations(scheme_id: UUID) -> QuerySet[Participation]:
    """Who takes part or has taken part, by name."""
    return Participation.objects.filter(scheme_id=scheme_id).select_related("organisation")


def aspects_on(scheme_id: UUID, day: date) -> QuerySet[CareAspect]:
    """The aspects of care that somebody must answer for on the day."""
    return CareAspect.objects.filter(scheme_id=scheme_id).held_on(day)


def aspects(scheme_id: UUID) -> QuerySet[CareAspect]:
    """Every aspect of care the scheme asks for or has asked for, in its order."""
    return CareAspect.objects.filter(scheme_id=scheme_id)


def protocols(scheme_id: UUID) -> QuerySet[Protocol]:
    """Every version of the scheme's numbers, newest first."""
    return Protocol.objects.filter(scheme_id=scheme_id).select_related("recorded_by")


def possible_coordinators(scheme_id: UUID, today: date) -> QuerySet[User]:
    """Who holds the role of scheme co-ordinator in this scheme today."""
    held = Membership.objects.held_on(today).filter(role=Role.SCHEME_COORDINATOR, scheme_id=scheme_id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


@dataclass(frozen=True)
class ParticipationCount:
    """How many organisations of one kind take part now."""

    kind: Kind
    count: int


@dataclass(frozen=True)
class SchemePanel:
    """What this app shows on the scheme's page."""

    scheme: Scheme
    moves: list[Move]
    taking_part: list[ParticipationCount]
    protocol: Protocol
    template: AgreementTemplate | None
    aspects: list[CareAspect]
    changes: list[SchemeStatusChange]
    may_run: bool


@dataclass(frozen=True)
class ParticipationPanel:
    """What this app shows on the page of an organisation."""

    organisation: Organisation
    history: list[Participation]
    now: Participation | None
    may_run: bool
    populations: list[SpecialPopulation]

    @property
    def may_begin_population(self) -> bool:
        """Whether the reader may say that it is commissioned for a particular group: when it is not yet."""
        takes_part = self.now is not None and self.organisation.kind == Kind.PRACTICE
        return self.may_run and takes_part and all(each.ends_on for each in self.populations)


def participation_panel(organisation: Organisation, today: date, user: Any) -> ParticipationPanel:
    """Since when an organisation takes part in the reader's scheme, when it did before, and for which group of people
    it is commissioned: two statements."""
    history = list(Participation.objects.filter(scheme_id=user.acting.scheme_id, organisation=organisation))
    return ParticipationPanel(
        organisation=organisation,
        history=history,
        now=next((each for each in history if each.starts_on <= today <= (each.ends_on or today)), None),
        may_run=accounts.holds(user, Permission.RUN_SCHEME),
        populations=list(special_populations(user.acting.scheme_id).filter(organisation=organisation)),
    )


def special_populations(scheme_id: UUID) -> QuerySet[SpecialPopulation]:
    """Which practices are or were commissioned for a particular group."""
    return SpecialPopulation.objects.filter(scheme_id=scheme_id).select_related("organisation")


def scheme_panel(scheme: Scheme, today: date, user: Any = None) -> SchemePanel:
    """The scheme as it stands today, with the ways to change it when the reader runs it: five statements."""
    counted = dict(
        Participation.objects.filter(scheme=scheme)
        .held_on(today)
        .order_by()
        .values_list("organisation__kind")
        .annotate(Count("id"))
    )
    return SchemePanel(
        scheme=scheme,
        moves=[Move(move) for move in LIFE.moves_from(scheme.status)],
        taking_part=[ParticipationCount(kind, counted[kind]) for kind in Kind if counted.get(kind)],
        protocol=protocol_on(scheme.pk, today),
        template=agreement_template_on(scheme.pk, today),
        aspects=list(aspects_on(scheme.pk, today)),
        changes=list(SchemeStatusChange.objects.filter(scheme=scheme).select_related("by")),
        may_run=user is not None and accounts.holds(user, Permission.RUN_SCHEME) and user.acting.scheme_id == scheme.pk,
    )


class SecondStep(TextChoices):
    """With what somebody proves who they are, besides the password."""

    SET_UP = "set_up", "Set up"
    NONE = "none", "Not set up"


class LastSeen(TextChoices):
    """When somebody signed in last."""

    LATELY = "lately", "In the last 30 days"
    LONG_AGO = "long_ago", "Not for 90 days or more"
    NEVER = "never", "Never"


LATELY, LONG_AGO = timedelta(days=30), timedelta(days=90)
AT_SCHEME = "scheme"  # in the filter by place: roles held at no organisation


def staff(scheme_id: UUID, today: date) -> MembershipQuerySet:
    """Every role held here now or to come, by name, with whoever holds it."""
    held = Membership.objects.not_over(today).filter(scheme_id=scheme_id).select_related("user")
    return held.order_by("user__name", "role", "place_label", "pk")


def staff_listed(
    scheme_id: UUID, now: datetime, *, role: str = "", place: str = "", second_step: str = "", last_seen: str = ""
) -> MembershipQuerySet:
    """The same, narrowed, each with when its holder signed in last and with what second step."""
    held = users.with_doors(staff(scheme_id, timezone.localdate(now)))
    proved = Q(has_factor=True) | Q(has_smartcard=True)
    narrowed: dict[str, Q] = {
        SecondStep.SET_UP: proved,
        SecondStep.NONE: ~proved,
        LastSeen.LATELY: Q(signed_in_at__gt=now - LATELY),
        LastSeen.LONG_AGO: Q(signed_in_at__lte=now - LONG_AGO),
        LastSeen.NEVER: Q(signed_in_at__isnull=True),
    }
    for chosen in filter(None, (second_step, last_seen)):
        held = held.filter(narrowed[chosen])
    if role:
        held = held.filter(role=role)
    if place:
        held = held.filter(organisation_id=None if place == AT_SCHEME else place)
    return held


def staff_places(scheme_id: UUID, today: date) -> list[tuple[str, str]]:
    """Where roles are held here, the scheme itself first: key and name."""
    held = staff(scheme_id, today).exclude(organisation_id=None).order_by("place_label")
    return [
        (AT_SCHEME, "The scheme itself"),
        *((str(k), n) for k, n in held.values_list("organisation_id", "place_label").distinct()),
    ]


def invitations_open(scheme_id: UUID) -> QuerySet[StaffInvitation]:
    """Invitations neither accepted nor withdrawn, the latest first; some may have run out."""
    return StaffInvitation.objects.open().filter(scheme_id=scheme_id)


def roles_to_give(user: Any) -> list[Role]:
    """The roles this person may give in the scheme they act in."""
    return [role for role in Role if accounts.can_give_role(user, role, user.acting.scheme_id)]


def organisations_taking_part(day: date) -> QuerySet[Organisation]:
    """Every organisation that takes part on the day, by name."""
    return Organisation.objects.filter(pk__in=taking_part(day).values("organisation_id"))
