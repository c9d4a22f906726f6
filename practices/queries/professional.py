"""One professional's record: posts, evidence, tiers and appointments, and what each tier still asks for."""

from dataclasses import dataclass
from datetime import date, timedelta

from practices.models import GpwsiAppointment, Post, Professional, Qualification, TierAward
from practices.queries.tier import WITHIN_DAYS, by_expiry, held_on
from practices.tiers import Lacking, Tier, lacking_for


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence, and in one word how it stands today."""

    qualification: Qualification
    state: tuple[str, str]


@dataclass(frozen=True)
class Eligibility:
    """Whether a tier could be awarded from a day, and what stands in the way."""

    tier: Tier
    lacking: list[Lacking]


@dataclass(frozen=True)
class ProfessionalRecord:
    """Everything on a professional's page."""

    professional: Professional
    posts: list[Post]
    evidence: list[EvidenceRow]
    awards: list[TierAward]
    appointments: list[GpwsiAppointment]
    award: TierAward | None
    eligibility: list[Eligibility]


def professional_record(professional: Professional, today: date) -> ProfessionalRecord:
    """The record as it stands today; seven statements, however long it is."""
    awards = list(professional.tier_awards.select_related("awarded_by").prefetch_related("evidence"))
    return ProfessionalRecord(
        professional=professional,
        posts=list(professional.posts.select_related("organisation")),
        evidence=[
            EvidenceRow(qualification, _state(qualification, today))
            for qualification in by_expiry(professional.qualifications.select_related("recorded_by"))
        ],
        awards=awards,
        appointments=list(professional.gpwsi_appointments.all()),
        award=next((award for award in awards if _holds(award, today)), None),
        eligibility=eligibility(professional, today),
    )


def eligibility(professional: Professional, day: date) -> list[Eligibility]:
    """For each tier, what this GP lacks on the day."""
    held = held_on(professional, day)
    return [Eligibility(tier, lacking_for(tier, held)) for tier in Tier]


def _holds(award: TierAward, day: date) -> bool:
    return award.starts_on <= day and (award.ends_on is None or award.ends_on >= day)


def _state(qualification: Qualification, today: date) -> tuple[str, str]:
    if qualification.expires_on is None:
        return ("valid", "In date")
    if qualification.expires_on < today:
        return ("lapsed", "Lapsed")
    soon = qualification.expires_on <= today + timedelta(days=WITHIN_DAYS)
    return ("lapsing", "Lapses soon") if soon else ("valid", "In date")
