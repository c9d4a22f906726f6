"""What professionals hold on a day, and what about it needs somebody: lapsing evidence, tiers due for review."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from practices.models import GpwsiAppointment, Professional, Qualification, TierAward, TierEvidence
from practices.tiers import Held, Tier

WITHIN_DAYS = 90


def evidence_on(professional: Professional, day: date) -> QuerySet[Qualification]:
    """The professional's evidence in date on the day."""
    return Qualification.objects.filter(professional=professional).in_date(day)


def held_on(professional: Professional, day: date) -> Held:
    """The facts that the tier rules ask for."""
    return Held(
        evidence=set(evidence_on(professional, day).values_list("evidence", flat=True)),
        appointed=GpwsiAppointment.objects.held_on(day).filter(professional=professional).exists(),
    )


def _renewed() -> Exists:
    """Whether newer evidence of the same kind outlasts this one."""
    newer = Qualification.objects.filter(professional=OuterRef("professional"), evidence=OuterRef("evidence"))
    return Exists(newer.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=OuterRef("expires_on"))))


def evidence_lapsing(today: date, *, within_days: int = WITHIN_DAYS) -> QuerySet[Qualification]:
    """Evidence that runs out soon and has not been renewed, soonest first."""
    last = today + timedelta(days=within_days)
    lapsing = Qualification.objects.filter(~_renewed(), expires_on__range=(today, last))
    return lapsing.select_related("professional").order_by("expires_on", "professional__name")


def evidence_beneath_tiers(today: date, *, within_days: int = WITHIN_DAYS) -> QuerySet[Qualification]:
    """Evidence of a kind that a tier held today rests on, which has lapsed or soon does and has not been renewed."""
    rests = TierEvidence.objects.filter(
        award__in=TierAward.objects.held_on(today),
        award__professional=OuterRef("professional"),
        qualification__evidence=OuterRef("evidence"),
    )
    last = today + timedelta(days=within_days)
    lapsing = Qualification.objects.filter(~_renewed(), Exists(rests), expires_on__lte=last)
    return lapsing.select_related("professional")


def tiers_due_review(today: date) -> QuerySet[TierAward]:
    """Tiers held today whose review has come, longest overdue first."""
    due = TierAward.objects.held_on(today).review_due_by(today)
    return due.select_related("professional").order_by("review_on", "professional__name")


def tiers_unsupported(today: date) -> QuerySet[TierAward]:
    """Tiers held today on evidence that has lapsed without renewal, or on an appointment that has ended."""
    lapsed = Qualification.objects.filter(~_renewed(), supports__award=OuterRef("pk"), expires_on__lt=today)
    appointed = GpwsiAppointment.objects.held_on(today).filter(professional=OuterRef("professional"))
    unsupported = TierAward.objects.held_on(today).filter(Exists(lapsed) | Q(tier=Tier.GPWSI) & ~Exists(appointed))
    return unsupported.select_related("professional").order_by("professional__name")


def tiers_now(professionals: Iterable[Professional], today: date) -> dict[Any, TierAward]:
    """The tier each of them holds today, by the professional's key."""
    awards = TierAward.objects.held_on(today).filter(professional__in=professionals)
    return {award.professional_id: award for award in awards}


def by_expiry(qualifications: QuerySet[Qualification]) -> QuerySet[Qualification]:
    """Soonest to lapse first; what never lapses last."""
    return qualifications.order_by(F("expires_on").asc(nulls_last=True), "-awarded_on")
