"""Evidence of competence, commissioned appointments, and the tiers that rest on them (A6, E1, E2)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit import actions as audit
from audit import constraints
from practices import events, permissions, queries
from practices.models import GpwsiAppointment, Profession, Professional, Qualification, TierAward, TierEvidence
from practices.tiers import Evidence, Tier, lacking_for
from ui import words


@transaction.atomic
def record_qualification(
    *,
    professional: Professional,
    evidence: str,
    awarded_on: date,
    by: Any,
    expires_on: date | None = None,
    hours: Decimal | None = None,
    topic: str = "",
) -> Qualification:
    """Put a certificate, or hours of training, on a professional's record."""
    if not permissions.can_record_evidence(by, professional):
        raise PermissionDenied("You may record evidence only for people who work where you do.")
    recorded = Qualification(
        scheme_id=professional.scheme_id,
        professional=professional,
        evidence=evidence,
        awarded_on=awarded_on,
        expires_on=expires_on,
        hours=hours,
        topic=topic,
        recorded_by=by,
    )
    constraints.save(recorded)
    audit.record(
        events.QUALIFICATION_RECORDED,
        subject=recorded,
        by=by,
        name=professional.name,
        evidence=Evidence(evidence).label,
        awarded_on=awarded_on,
    )
    return recorded


@transaction.atomic
def appoint_gpwsi(
    *, professional: Professional, commissioner: str, starts_on: date, by: Any, ends_on: date | None = None
) -> GpwsiAppointment:
    """Record that a commissioner has appointed this GP to a special interest; the tier is awarded apart (E2)."""
    _check_may_award(by)
    gp = _locked_gp(professional)
    appointment = GpwsiAppointment(
        scheme_id=gp.scheme_id,
        professional=gp,
        commissioner=commissioner,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
    )
    constraints.save(appointment)
    audit.record(
        events.GPWSI_APPOINTED,
        subject=appointment,
        by=by,
        name=gp.name,
        commissioner=commissioner,
        starts_on=starts_on,
    )
    return appointment


@transaction.atomic
def award_tier(
    *,
    professional: Professional,
    tier: str,
    starts_on: date,
    by: Any,
    review_on: date | None = None,
    caseload_limit: int | None = None,
) -> TierAward:
    """Award a GP a tier, resting on the evidence that is in date on its first day.

    Refused, in words, when evidence or the commissioned appointment is lacking, and while another tier is held.
    """
    _check_may_award(by)
    gp = _locked_gp(professional)
    if review_on and review_on <= starts_on:
        raise ValidationError({"review_on": "The review must be after the first day of the tier."})
    resting_on = list(queries.evidence_on(gp, starts_on))
    lacking = lacking_for(Tier(tier), queries.held_on(gp, starts_on))
    if lacking:
        raise ValidationError([reason.label for reason in lacking])
    award = TierAward(
        scheme_id=gp.scheme_id,
        professional=gp,
        tier=tier,
        starts_on=starts_on,
        review_on=review_on,
        caseload_limit=caseload_limit,
        awarded_by=by,
    )
    constraints.save(award)
    TierEvidence.objects.bulk_create(
        TierEvidence(scheme_id=gp.scheme_id, award=award, qualification=qualification) for qualification in resting_on
    )
    audit.record(events.TIER_AWARDED, subject=award, by=by, name=gp.name, tier=Tier(tier).label, starts_on=starts_on)
    return award


@transaction.atomic
def end_tier(*, award: TierAward, ends_on: date, by: Any) -> TierAward:
    """Say on which day a tier was held last. Refused when it has been said before."""
    _check_may_award(by)
    held = TierAward.objects.select_for_update().get(pk=award.pk)
    if held.ends_on:
        raise ValidationError(f"This tier was ended before: it was held until {words.day(held.ends_on)}.")
    held.ends_on = ends_on
    constraints.save(held, update_fields=["ends_on"])
    audit.record(
        events.TIER_ENDED,
        subject=held,
        by=by,
        name=held.professional.name,
        tier=Tier(held.tier).label,
        ends_on=ends_on,
    )
    return held


def _check_may_award(by: Any) -> None:
    if not permissions.can_award_tier(by):
        raise PermissionDenied("Only somebody who runs the scheme may decide on tiers.")


def _locked_gp(professional: Professional) -> Professional:
    """The professional, locked so that two awards wait for each other; refused when not a GP, who alone holds tiers."""
    found = Professional.objects.select_for_update().get(pk=professional.pk)
    if found.profession != Profession.GP:
        raise ValidationError(f"Only GPs hold tiers; {found.name} is on the list as {found.get_profession_display()}.")
    return found
