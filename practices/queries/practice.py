"""Practices with the GPs who work in them, for lists and for a practice's own page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from practices.lifecycle import Status
from practices.models import (
    Kind,
    OdsStatus,
    Organisation,
    Post,
    Practice,
    PracticeImport,
    Profession,
    Professional,
    Qualification,
    TierAward,
)
from practices.queries.tier import evidence_lapsing, tiers_now
from practices.tiers import Tier


def organisation_with_code(code: str) -> UUID | None:
    """The organisation with this ODS code, unless it is closed; whatever its place in any scheme."""
    open_now = Organisation.objects.filter(ods_code=code, closed_on__isnull=True)
    return open_now.values_list("pk", flat=True).first()


def _held(prefix: str, today: date) -> Q:
    """That a dated row reached over the prefix holds today."""
    open_ended = Q(**{f"{prefix}__ends_on__isnull": True}) | Q(**{f"{prefix}__ends_on__gte": today})
    return open_ended & Q(**{f"{prefix}__starts_on__lte": today})


def with_gp_counts(practices: QuerySet[Practice], today: date) -> QuerySet[Practice]:
    """The practices, each with how many GPs it has now and how many of them hold each tier."""
    gp = _held("posts", today) & Q(posts__professional__profession=Profession.GP)
    held = gp & _held("posts__professional__tier_awards", today)

    def gps(condition: Q) -> Count:
        return Count("posts__professional", filter=condition, distinct=True)

    return practices.order_by("name", "ods_code").annotate(
        gps=gps(gp),
        level_1=gps(held & Q(posts__professional__tier_awards__tier=Tier.LEVEL_1)),
        level_2=gps(held & Q(posts__professional__tier_awards__tier=Tier.LEVEL_2)),
        gpwsi=gps(held & Q(posts__professional__tier_awards__tier=Tier.GPWSI)),
    )


def practices_without_gp(today: date, practices: QuerySet[Practice] | None = None) -> QuerySet[Practice]:
    """The open practices, of those given or of all, where no GP on the scheme's list works today."""
    among = Practice.objects.open() if practices is None else practices.filter(status=OdsStatus.ACTIVE)
    gps = Post.objects.held_on(today).filter(organisation=OuterRef("pk"), professional__profession=Profession.GP)
    return among.filter(~Exists(gps))


def places(user: Any) -> QuerySet[Organisation]:
    """Where somebody may be said to work: the practices of this scheme's commissioners, and every other service."""
    imports = PracticeImport.objects.visible_to(user).filter(status=Status.CONFIRMED)
    codes = {code for codes in imports.values_list("commissioner_codes", flat=True) for code in codes}
    worked_at = Post.objects.values("organisation")
    ours = ~Q(kind=Kind.PRACTICE) | Q(commissioner_code__in=codes) | Q(pk__in=worked_at)
    return Organisation.objects.visible_to(user).open().filter(ours)


def professionals_at(organisation: Organisation, today: date) -> QuerySet[Professional]:
    """Who works there today."""
    posts = Post.objects.held_on(today).filter(organisation=organisation)
    return Professional.objects.filter(pk__in=posts.values("professional"))


def gps_at(organisation: Organisation, day: date) -> QuerySet[Professional]:
    """The GPs who work there on a day."""
    return professionals_at(organisation, day).filter(profession=Profession.GP)


@dataclass(frozen=True)
class PracticeGp:
    """One GP of the practice: the tier held today, and evidence that runs out soon."""

    professional: Professional
    award: TierAward | None
    lapsing: list[Qualification]


@dataclass(frozen=True)
class PracticePanel:
    """What this app shows on a practice's page."""

    practice: Practice
    gps: list[PracticeGp]
    others: list[Professional]

    @property
    def lapsing(self) -> list[Qualification]:
        return [qualification for gp in self.gps for qualification in gp.lapsing]


def practice_panel(practice: Practice, today: date) -> PracticePanel:
    """The practice's address, its GPs with tier and lapsing evidence, and who else works there: three statements."""
    people = list(professionals_at(practice, today))
    awards = tiers_now(people, today)
    lapsing: dict[object, list[Qualification]] = {}
    for qualification in evidence_lapsing(today).filter(professional__in=people):
        lapsing.setdefault(qualification.professional_id, []).append(qualification)
    gps = [
        PracticeGp(person, awards.get(person.pk), lapsing.get(person.pk, []))
        for person in people
        if person.profession == Profession.GP
    ]
    return PracticePanel(practice, gps, [person for person in people if person.profession != Profession.GP])
