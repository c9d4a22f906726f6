"""Who fits whoever prescribes for them: the rules of `episodes/match.py` asked of everybody at once, as lists."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from episodes import match
from episodes.complexity import Complexity
from episodes.match import MANAGES, Verdict, Where
from episodes.models import (
    ComplexityChange,
    Episode,
    EpisodeQuerySet,
    Responsibility,
    ResponsibilityQuerySet,
    Transition,
)
from patients.models import Patient
from practices import queries as practices
from practices.models import Kind, Profession, Professional, Qualification, TierAward
from practices.tiers import Tier
from schemes import queries as schemes
from schemes.aspects import COORDINATION, PRESCRIBING


class ShowMatch(models.TextChoices):
    """The lists about people, then those about GPs."""

    ABOVE = "above", "Above the GP’s tier"
    COME_DOWN = "come_down", "Could come down to primary care"
    NOT_KNOWN = "not_known", "Tier not known"
    LAPSING = "lapsing", "Evidence lapsed or lapsing"
    OVER_LIMIT = "over_limit", "GPs over their limit"


OF_PEOPLE = (ShowMatch.ABOVE, ShowMatch.COME_DOWN, ShowMatch.NOT_KNOWN)


def prescribers(episodes: EpisodeQuerySet, now: datetime) -> ResponsibilityQuerySet:
    """Of each of these episodes the row of whoever prescribes, or co-ordinates where nobody prescribes."""
    held = Responsibility.objects.held_at(now)
    prescribed = held.filter(episode=OuterRef("episode"), aspect__code=PRESCRIBING)
    found: ResponsibilityQuerySet = held.filter(episode__in=episodes).filter(
        Q(aspect__code=PRESCRIBING) | Q(aspect__code=COORDINATION) & ~Exists(prescribed)
    )
    return found


def prescriber_of(episode: Episode, now: datetime) -> Responsibility | None:
    """The row of whoever prescribes in this episode, or co-ordinates where nobody prescribes."""
    found = prescribers(Episode.objects.filter(pk=episode.pk), now)
    return found.select_related("aspect", "holder", "organisation").first()


def steady_since(changes: QuerySet[ComplexityChange], started_on: date) -> date:
    """Since when care has been as complex as it is."""
    return changes.values_list("since", flat=True).first() or started_on


def matched(episodes: EpisodeQuerySet, now: datetime, settled_before: date) -> ResponsibilityQuerySet:
    """The same rows, each with the facts that are judged and the verdict, as `match.judge` gives it."""
    tier = TierAward.objects.held_on(timezone.localdate(now)).filter(professional=OuterRef("holder")).values("tier")
    since = ComplexityChange.objects.filter(episode=OuterRef("episode")).values("since")
    rows = prescribers(episodes, now).annotate(
        tier=Coalesce(Subquery(tier[:1]), Value("")),
        steady_since=Coalesce(Subquery(since[:1]), F("episode__started_on")),
        where=Case(
            When(organisation__kind=Kind.SPECIALIST_SERVICE, then=Value(Where.SERVICE)),
            When(organisation=F("episode__patient__practice"), then=Value(Where.OWN_PRACTICE)),
            default=Value(Where.ELSEWHERE),
        ),
    )
    found: ResponsibilityQuerySet = rows.annotate(verdict=_verdict(settled_before))
    return found


def _verdict(settled_before: date) -> Case:
    settled = Q(episode__complexity=Complexity.STABLE, steady_since__lte=settled_before)
    above = reduce(or_, (Q(tier=tier) & ~Q(episode__complexity__in=sorted(MANAGES[tier])) for tier in Tier))
    return Case(
        When(Q(where=Where.SERVICE) & settled, then=Value(Verdict.COME_DOWN)),
        When(where=Where.SERVICE, then=Value(Verdict.FITS)),
        When(~Q(holder__profession=Profession.GP) | Q(tier=""), then=Value(Verdict.NOT_KNOWN)),
        When(above, then=Value(Verdict.ABOVE)),
        When(Q(tier=Tier.GPWSI, where=Where.ELSEWHERE) & settled, then=Value(Verdict.COME_DOWN)),
        default=Value(Verdict.FITS),
    )


def facts_of(
    row: Responsibility, patient: Patient, *, tier: str, complexity: str, since: date, settled_before: date
) -> match.Facts:
    """What is known of one of those rows, to be judged or said."""
    at_service = row.organisation.kind == Kind.SPECIALIST_SERVICE
    elsewhere = Where.OWN_PRACTICE if row.organisation_id == patient.practice_id else Where.ELSEWHERE
    return match.Facts(
        holder=row.holder.name,
        is_gp=row.holder.profession == Profession.GP,
        where=Where.SERVICE if at_service else elsewhere,
        tier=tier,
        complexity=complexity,
        steady_since=since,
        settled_before=settled_before,
    )


def said_of(row: Any, settled_before: date) -> str:
    """The verdict on one of the rows of `matched`, as a sentence."""
    facts = facts_of(
        row,
        row.episode.patient,
        tier=row.tier,
        complexity=row.episode.complexity,
        since=row.steady_since,
        settled_before=settled_before,
    )
    return match.said(facts)


def settled_before(scheme_id: UUID, today: date) -> date:
    """The last day on which care may have become stable and be settled by now, by the scheme's number of weeks."""
    return match.settled_before(today, schemes.protocol_on(scheme_id, today).stable_weeks)


def matched_for(
    user: Any, now: datetime, *, verdict: str = "", holder: Professional | None = None
) -> ResponsibilityQuerySet:
    """Among the people this person may see, those of one verdict or of one GP: the hardest to manage first, and of
    these who has been so for longest. `waits` says that a move to another service waits for an answer."""
    settled = settled_before(user.acting.scheme_id, timezone.localdate(now))
    rows = matched(Episode.objects.in_care_visible_to(user), now, settled).select_related(
        "holder", "organisation", "episode__patient__practice"
    )
    rows = rows.annotate(waits=Exists(Transition.objects.open().filter(episode=OuterRef("episode"))))
    rows = rows.filter(verdict=verdict) if verdict else rows
    rows = rows.filter(holder=holder) if holder else rows
    hardest = Case(*(When(episode__complexity=each, then=place) for place, each in enumerate(reversed(Complexity))))
    found: ResponsibilityQuerySet = rows.order_by(
        hardest, "steady_since", "episode__patient__family_name", "episode__patient__given_name", "episode_id"
    )
    return found


def _people(user: Any, now: datetime, whose: str = "") -> Count:
    """How many people a professional prescribes for, or co-ordinates: read once, and not again for each of them."""
    held = f"{whose}responsibilities"
    return Count(
        held,
        filter=Q(**{f"{held}__in": prescribers(Episode.objects.in_care_visible_to(user), now).order_by().values("pk")}),
    )


def evidence_lapsing(user: Any, now: datetime) -> QuerySet[Qualification]:
    """Evidence beneath a tier held today that has lapsed or soon does, soonest first; with how many `people` its GP
    holds."""
    found = practices.evidence_beneath_tiers(timezone.localdate(now)).annotate(
        people=_people(user, now, "professional__")
    )
    return found.order_by("expires_on", "-people", "professional__name", "pk")


def over_limit(user: Any, now: datetime) -> QuerySet[Professional]:
    """GPs who hold more `people` than their `limit`, as `match.is_over` has it; furthest over first."""
    today = timezone.localdate(now)
    protocol = schemes.protocol_on(user.acting.scheme_id, today)
    award = TierAward.objects.held_on(today).filter(professional=OuterRef("pk"))
    of_tier = Case(
        When(tier=Tier.LEVEL_1, then=Value(protocol.caseload_limit_level_1)),
        When(tier=Tier.LEVEL_2, then=Value(protocol.caseload_limit_level_2)),
        output_field=IntegerField(),
    )
    gps = Professional.objects.annotate(
        tier=Subquery(award.values("tier")[:1]),
        people=_people(user, now),
        limit=Coalesce(Subquery(award.values("caseload_limit")[:1]), of_tier),
    )
    return gps.filter(people__gt=F("limit")).order_by(F("limit") - F("people"), "name", "pk")
