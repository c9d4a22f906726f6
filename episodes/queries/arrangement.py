"""How care is arranged, asked of everybody at once: lists and counts that keep the kinds apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When

from accounts.permissions import holds
from accounts.roles import Permission
from episodes.classification import (
    ArrangementType,
    Facts,
    Notes,
    OnePlan,
    OwnGp,
    Psychosocial,
    Responsible,
    Setting,
    Tested,
    own_gp_finding,
    results_of,
    stale_before,
    type_of,
)
from episodes.models import Arrangement, Episode, EpisodeQuerySet, ToldOwnGp
from schemes import queries as schemes
from schemes.models import SpecialPopulation

OWN = Q(standing__prescribed_at=F("patient__practice"))
FAILS = (
    Q(standing__support=Psychosocial.NONE)
    | Q(standing__one_plan=OnePlan.NO)
    | Q(standing__notes=Notes.ELSEWHERE)
    | Q(standing__responsible=Responsible.OTHER)
)
PASSES = Q(
    standing__support=Psychosocial.GIVEN,
    standing__one_plan=OnePlan.YES,
    standing__notes=Notes.REGISTERED,
    standing__responsible=Responsible.PRESCRIBER,
)
# What `classification.type_of` says of one person, asked of all of them at once.
TYPE = Case(
    When(standing__setting=Setting.CLINICAL_ASSISTANT, then=Value(ArrangementType.CLINICAL_ASSISTANT.value)),
    When(standing__setting=Setting.SPECIALIST, then=Value(ArrangementType.SPECIALIST.value)),
    When(
        Q(standing__isnull=True) | Q(standing__setting=Setting.NOT_KNOWN) | Q(standing__prescribed_at__isnull=True),
        then=Value(ArrangementType.NOT_KNOWN.value),
    ),
    When(OWN & Q(special=True), then=Value(ArrangementType.SPECIAL_POPULATION.value)),
    When(OWN & FAILS, then=Value(ArrangementType.FALLS_SHORT.value)),
    When(OWN & PASSES, then=Value(ArrangementType.SHARED_CARE.value)),
    When(OWN, then=Value(ArrangementType.NOT_KNOWN.value)),
    When(standing__setting=Setting.GPWSI, then=Value(ArrangementType.INTERMEDIATE.value)),
    default=Value(ArrangementType.REGISTERED_ELSEWHERE.value),
)


def is_special(practice: Any, day: date) -> Exists:
    """Whether the practice is commissioned for a particular group on the day."""
    return Exists(SpecialPopulation.objects.held_on(day).filter(organisation=practice))


def last_told(episode: Any, practice: Any) -> Subquery:
    """When the practice was last told of care given elsewhere, in this episode."""
    told = ToldOwnGp.objects.standing().filter(episode=episode, practice=practice)
    return Subquery(told.order_by("-told_on").values("told_on")[:1])


def with_type(episodes: EpisodeQuerySet, day: date) -> EpisodeQuerySet:
    """The episodes, each with the type of its arrangement on the day."""
    lasts = Q(care_arrangements__ends_on__isnull=True) | Q(care_arrangements__ends_on__gte=day)
    standing = Q(care_arrangements__superseded_by__isnull=True, care_arrangements__starts_on__lte=day) & lasts
    return episodes.annotate(
        standing=FilteredRelation("care_arrangements", condition=standing),
        special=is_special(OuterRef("patient__practice"), day),
        arrangement_type=TYPE,
    )


def types_on(day: date) -> dict[UUID, str]:
    """The type of the arrangement of every episode begun by the day, by its key: one statement."""
    begun = Episode.objects.filter(started_on__lte=day)
    return dict(with_type(begun, day).values_list("pk", "arrangement_type"))


@dataclass(frozen=True)
class TypeCount:
    """How many people are cared for in one kind of arrangement."""

    type: ArrangementType
    people: int


def caseload_by_type(user: Any, today: date, *, practice_id: UUID | None = None) -> list[TypeCount]:
    """How many people in open episodes there are of each kind, of those this person may read; every kind in order.

    What the pages of a practice and of the scheme show, and `episodes:arrangements` lists.
    """
    counted = dict(
        arrangements(user, today, practice_id=practice_id)
        .order_by()
        .values_list("arrangement_type")
        .annotate(people=Count("pk"))
    )
    return [TypeCount(each, counted.get(each, 0)) for each in ArrangementType]


def arrangements(
    user: Any,
    today: date,
    *,
    arrangement_type: str = "",
    own_gp: str = "",
    pathway: str = "",
    practice_id: UUID | None = None,
) -> EpisodeQuerySet:
    """The open episodes of the people this person may read, narrowed, each with its type and when their own GP was
    told; by name."""
    scope = Episode.objects.open().wholly_visible_to(user)
    if practice_id:
        scope = scope.filter(patient__practice=practice_id)
    found = with_type(scope, today).annotate(told_on=last_told(OuterRef("pk"), OuterRef("patient__practice")))
    if arrangement_type:
        found = found.filter(arrangement_type=arrangement_type)
    if pathway:
        found = found.filter(standing__pathway=pathway)
    if own_gp:
        found = found.filter(_own_gp(own_gp, user.acting.scheme_id, today))
    narrowed: EpisodeQuerySet = found.select_related("patient", "patient__practice").order_by(
        "patient__family_name", "patient__given_name", "pk"
    )
    return narrowed


ANY = "any"  # in the filter by what the own GP was told: whatever is wrong with it


def _own_gp(finding: str, scheme_id: UUID, today: date) -> Q:
    """What `classification.own_gp_finding` says of one person, asked of all of them at once."""
    before = stale_before(today, schemes.protocol_on(scheme_id, today).own_gp_weeks)
    wrong = {OwnGp.NEVER.value: Q(told_on__isnull=True), OwnGp.STALE.value: Q(told_on__lt=before)}
    wrong[ANY] = wrong[OwnGp.NEVER] | wrong[OwnGp.STALE]
    return Q(arrangement_type=ArrangementType.REGISTERED_ELSEWHERE) & wrong[finding]


def own_gp_findings(user: Any, today: date) -> EpisodeQuerySet:
    """The people treated elsewhere than where they are registered whose own GP was never told, or not lately."""
    if not holds(user, Permission.RECORD_ARRANGEMENT):
        return Episode.objects.none()
    return arrangements(user, today, own_gp=ANY)


def arrangement_facts(arrangement: Arrangement | None, *, registered_at: UUID, special: bool) -> Facts:
    """What the tests ask of an arrangement, or of none."""
    if arrangement is None:
        return Facts(registered_at, special=special)
    return Facts(
        registered_at=registered_at,
        prescribed_at=arrangement.prescribed_at_id,
        setting=arrangement.setting,
        support=arrangement.support,
        one_plan=arrangement.one_plan,
        notes=arrangement.notes,
        responsible=arrangement.responsible,
        special=special,
    )


def arrangement_type(arrangement: Arrangement) -> ArrangementType:
    """What the arrangement is on its first day."""
    practice_id = arrangement.episode.patient.practice_id
    special = SpecialPopulation.objects.held_on(arrangement.starts_on).filter(organisation=practice_id).exists()
    return type_of(arrangement_facts(arrangement, registered_at=practice_id, special=special))


@dataclass(frozen=True)
class ArrangementLine:
    """One line of the list: whose care it is, what kind, which tests are not passed, and what is wrong."""

    episode: Episode
    type: ArrangementType
    tests: Sequence[Tested]
    own_gp: OwnGp | None

    @property
    def not_passed(self) -> list[str]:
        return [each.sentence for each in self.tests if each.result != "passed"]


def arrangement_lines(episodes: Sequence[Any], scheme_id: UUID, today: date) -> list[ArrangementLine]:
    """One page of the list in words: two statements."""
    held = Arrangement.objects.standing().held_on(today).filter(episode__in=episodes)
    found = {each.episode_id: each for each in held}
    weeks = schemes.protocol_on(scheme_id, today).own_gp_weeks
    lines = []
    for each in episodes:
        known = arrangement_facts(found.get(each.pk), registered_at=each.patient.practice_id, special=each.special)
        kind = ArrangementType(each.arrangement_type)
        own_gp = own_gp_finding(kind, told_on=each.told_on, today=today, within_weeks=weeks)
        lines.append(ArrangementLine(each, kind, results_of(known), own_gp))
    return lines
