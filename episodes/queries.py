"""Who answers for what, at any moment; where nobody does; and how much each holder carries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts import queries as accounts
from accounts.roles import Permission
from audit.holdings import Holding
from episodes.lifecycle import LIFE, Move
from episodes.models import Episode, EpisodeQuerySet, EpisodeStatusChange, Responsibility, ResponsibilityQuerySet
from patients.models import CareLink, Patient
from patients.permissions import holds_for
from practices.models import Kind, Organisation, Post, Profession, Professional
from schemes import queries as schemes
from schemes.aspects import COORDINATION
from schemes.models import CareAspect


@dataclass(frozen=True)
class AspectNow:
    """One line of the matrix: an aspect of care and who answers for it now, None for nobody."""

    aspect: CareAspect
    responsibility: Responsibility | None

    @property
    def holder(self) -> Professional | None:
        return self.responsibility.holder if self.responsibility else None

    @property
    def since(self) -> datetime | None:
        return self.responsibility.held.lower if self.responsibility else None


def coordination_on(scheme_id: UUID, day: date) -> CareAspect | None:
    """The aspect whose holder is the care co-ordinator, when the scheme's list has it that day."""
    found: CareAspect | None = schemes.aspects_on(scheme_id, day).filter(code=COORDINATION).first()
    return found


def responsibilities_now(episode: Episode) -> list[AspectNow]:
    """The matrix: every aspect in force today and who answers for it, nobody included (B1)."""
    return _matrix(episode, episode.responsibilities.held_now(), timezone.localdate())


def responsibilities_at(episode: Episode, moment: datetime) -> list[AspectNow]:
    """The same as it stood at a moment: the aspects of that day, nobody included."""
    return _matrix(episode, episode.responsibilities.held_at(moment), timezone.localdate(moment))


def _matrix(episode: Episode, held: QuerySet[Responsibility], day: date) -> list[AspectNow]:
    holders = {row.aspect_id: row for row in _with_people(held)}
    return [AspectNow(aspect, holders.get(aspect.pk)) for aspect in schemes.aspects_on(episode.scheme_id, day)]


def holder_at(episode: Episode, aspect: CareAspect, moment: datetime) -> Professional | None:
    """Who answered for the aspect at that moment, or nobody. There is one answer (B7)."""
    found = episode.responsibilities.held_at(moment).filter(aspect=aspect).select_related("holder").first()
    return found.holder if found else None


def responsibility_history(episode: Episode) -> QuerySet[Responsibility]:
    """Everybody who ever answered for anything in this episode: by aspect, latest first."""
    return _with_people(episode.responsibilities.all()).select_related("assigned_by")


def _with_people(responsibilities: QuerySet[Responsibility]) -> QuerySet[Responsibility]:
    return responsibilities.select_related("aspect", "holder", "organisation")


def care_coordinator(episode: Episode) -> Responsibility | None:
    """The one named person who co-ordinates this person's care now."""
    return _with_people(episode.responsibilities.held_now()).filter(aspect__code=COORDINATION).first()


def last_begun(episode: Episode) -> datetime | None:
    """When somebody last began to answer for something that is still theirs."""
    newest = episode.responsibilities.held_now().order_by("-held__startswith").first()
    return newest.held.lower if newest else None


def close_responsibilities(episode: Episode, moment: datetime) -> int:
    """One statement: whoever answers for anything in the episode stops at the moment."""
    until = Func(F("held__startswith"), Value(moment), function="tstzrange")
    return episode.responsibilities.held_now().update(held=until)


# --- Who could answer -------------------------------------------------------------------------------------------------


def posts_for(patient: Patient, day: date) -> QuerySet[Post]:
    """Posts held that day, the person's own practice first, then by organisation and name."""
    at_practice = Case(When(organisation_id=patient.practice_id, then=0), default=1)
    return (
        Post.objects.held_on(day)
        .select_related("professional", "organisation")
        .order_by(at_practice, "organisation__name", "professional__name", "pk")
    )


def posts_of(holders: Iterable[Professional], patient: Patient, day: date) -> dict[UUID, Post]:
    """The post in which each answers for this person's care: at the person's practice when they have one there."""
    found: dict[UUID, Post] = {}
    for post in posts_for(patient, day).filter(professional__in=[holder.pk for holder in holders]):
        found.setdefault(post.professional_id, post)
    return found


def possible_holders(patient: Patient, day: date) -> list[tuple[str, list[Post]]]:
    """Who may be offered as a holder, by organisation, each professional once.

    The person's practice, the organisations linked to them, and every organisation that is not another practice.
    """
    linked = CareLink.objects.held_on(day).filter(patient=patient).values("organisation_id")
    near = Q(organisation_id=patient.practice_id) | Q(organisation_id__in=linked) | ~Q(organisation__kind=Kind.PRACTICE)
    groups: dict[str, list[Post]] = {}
    seen: set[UUID] = set()
    for post in posts_for(patient, day).filter(near):
        if post.professional_id not in seen:
            seen.add(post.professional_id)
            groups.setdefault(post.organisation.name, []).append(post)
    return list(groups.items())


def not_taking_part(organisations: Iterable[Organisation], patient: Patient, day: date) -> list[Organisation]:
    """Those that neither see the person on that day nor will: not their practice, and no link that has not ended."""
    others = {each.pk: each for each in organisations if each.pk != patient.practice_id}
    links = CareLink.objects.filter(patient=patient, organisation__in=list(others)).exclude(ends_on__lt=day)
    linked = set(links.values_list("organisation_id", flat=True)) if others else set()
    return [each for pk, each in sorted(others.items()) if pk not in linked]


def default_coordinator(patient: Patient, by: Any, day: date) -> Professional | None:
    """The GP who co-ordinates when nobody else is named (B8): whoever starts it, when they are a GP at the person's
    practice; otherwise that practice's first GP by name; None when it has none."""
    own_first = Case(When(user=by, then=0), default=1)
    there = Post.objects.held_on(day).filter(organisation_id=patient.practice_id)
    gps = Professional.objects.filter(profession=Profession.GP, posts__in=there)
    return gps.order_by(own_first, "name", "pk").first()


# --- Where nobody does ------------------------------------------------------------------------------------------------


def gaps(episodes: EpisodeQuerySet | None = None, *, aspect: CareAspect | None = None) -> EpisodeQuerySet:
    """Open episodes in which nobody answers now for an aspect in force today, worst first; one statement for all.

    Each carries `nobody_for`: the aspects, as [{"id", "name"}] in the scheme's order.
    """
    today = timezone.localdate()
    holds = Responsibility.objects.held_now().filter(aspect=OuterRef("pk"), episode=OuterRef(OuterRef("pk")))
    unheld = CareAspect.objects.held_on(today).filter(~Exists(holds))
    narrowed = unheld.filter(pk=aspect.pk) if aspect else unheld
    scope = Episode.objects.all() if episodes is None else episodes
    found: EpisodeQuerySet = (
        scope.open()
        .filter(Exists(narrowed))
        .annotate(nobody_for=ArraySubquery(unheld.values(line=JSONObject(id="pk", name="name"))))
        .select_related("patient", "patient__practice")
        .order_by(F("nobody_for__len").desc(), "patient__family_name", "patient__given_name", "pk")
    )
    return found


def aspects_without_holder(user: Any, *, aspect: CareAspect | None = None) -> EpisodeQuerySet:
    """The same among the people this person may see: what Today counts and `episodes:gaps` lists."""
    return gaps(Episode.objects.visible_to(user), aspect=aspect)


def held_by_leavers(user: Any, today: date) -> ResponsibilityQuerySet:
    """What is still answered for by somebody who once signed in here and holds no role here now.

    Among the people this person may see. A professional who never signed in has not left by not signing in.
    """
    found = Responsibility.objects.held_now().filter(episode__in=Episode.objects.visible_to(user))
    found = found.filter(accounts.has_left("holder__user", today))
    return found.select_related("holder", "aspect", "organisation", "episode__patient")


# --- How much each carries --------------------------------------------------------------------------------------------


def caseload_by_holder(aspect_code: str = COORDINATION) -> QuerySet[Responsibility, dict[str, Any]]:
    """How many people in open episodes each professional answers for now: holder, holder__name, people."""
    rows = Responsibility.objects.held_now().filter(aspect__code=aspect_code)
    return rows.values("holder", "holder__name").annotate(people=Count("episode")).order_by("-people", "holder__name")


def caseload_by_practice() -> QuerySet[Episode, dict[str, Any]]:
    """How many people of each practice are in shared care now: patient__practice, its name, people."""
    rows = Episode.objects.open().values("patient__practice", "patient__practice__name")
    return rows.annotate(people=Count("pk")).order_by("patient__practice__name")


# --- Pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResponsibilityPanel:
    """What the Person page shows of this app: the open episode, if any, and its matrix; and what may be done."""

    episode: Episode | None
    lines: Sequence[AspectNow]
    may_assign: bool = False
    may_move: bool = False

    @property
    def nobody(self) -> int:
        """How many aspects nobody answers for."""
        return sum(line.responsibility is None for line in self.lines)

    @property
    def coordinator(self) -> AspectNow | None:
        return next((line for line in self.lines if line.aspect.code == COORDINATION), None)

    @property
    def moves(self) -> list[Move]:
        """The buttons; ending belongs to the plan, which ends with it."""
        if self.episode is None or not self.may_move:
            return []
        return [Move(move) for move in LIFE.moves_from(self.episode.status) if move != Move.END]


def responsibility_panel(patient: Patient, now: datetime, user: Any = None) -> ResponsibilityPanel:
    """The matrix of the person's open episode as at a moment; links to change it only for a `user` who may."""
    episode = Episode.objects.open().filter(patient=patient).first()
    if episode is None:
        return ResponsibilityPanel(None, [])
    return ResponsibilityPanel(
        episode,
        responsibilities_at(episode, now),
        may_assign=user is not None and holds_for(user, Permission.ASSIGN_RESPONSIBILITY, patient),
        may_move=user is not None and holds_for(user, Permission.END_SHARED_CARE, patient),
    )


def status_changes(episode: Episode) -> QuerySet[EpisodeStatusChange]:
    """How the episode came to be where it is, first to last."""
    return episode.changes.select_related("by")


# What this app holds about one person, named in plain words for whoever asks for a copy of it.
HOLDINGS = (
    Holding(Episode, "Your times in shared care"),
    Holding(EpisodeStatusChange, "What changed in your shared care", of="episode__patient_id"),
    Holding(Responsibility, "Who answered for your care", of="episode__patient_id"),
)
