"""Evidence, appointments and the tiers that rest on them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role
from audit.models import Event
from practices import actions, queries
from practices.models import TierAward
from practices.tiers import Evidence, Held, Lacking, Tier, lacking_for
from tests import factories

DAY = date(2026, 3, 1)


@pytest.fixture
def doctor(scheme, practice):
    return factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Ash", organisation=practice)


def holds(doctor, *evidence, **dates):
    for each in evidence:
        hours = 10 if each == Evidence.CPD else None
        factories.QualificationFactory(
            scheme_id=doctor.scheme_id, professional=doctor, evidence=each, hours=hours, **dates
        )


def award(doctor, tier, by, **options):
    return actions.award_tier(professional=doctor, tier=tier, starts_on=options.pop("starts_on", DAY), by=by, **options)


@pytest.mark.parametrize(
    ("tier", "evidence", "appointed", "lacking"),
    [
        (Tier.LEVEL_1, [], False, [Lacking.PART_1]),
        (Tier.LEVEL_1, [Evidence.RCGP_PART_1], False, []),
        (Tier.LEVEL_2, [Evidence.RCGP_PART_1], False, [Lacking.PART_2_OR_CPD]),
        (Tier.LEVEL_2, [Evidence.RCGP_PART_1, Evidence.CPD], False, []),
        (Tier.LEVEL_2, [Evidence.RCGP_PART_1, Evidence.RCGP_PART_2], False, []),
        (Tier.GPWSI, [Evidence.RCGP_PART_1, Evidence.RCGP_PART_2], False, [Lacking.APPOINTMENT]),
        (Tier.GPWSI, [Evidence.RCGP_PART_1], True, [Lacking.PART_2]),
        (Tier.GPWSI, [Evidence.RCGP_PART_2], True, [Lacking.PART_1]),
        (Tier.GPWSI, [Evidence.RCGP_PART_1, Evidence.RCGP_PART_2], True, []),
    ],
)
def test_each_tier_asks_for_its_evidence(tier, evidence, appointed, lacking):
    assert lacking_for(tier, Held(evidence, appointed)) == lacking


def test_a_tier_is_awarded_with_what_it_rests_on(coordinator, doctor):
    holds(doctor, Evidence.RCGP_PART_1)

    made = award(doctor, Tier.LEVEL_1, coordinator, review_on=date(2027, 3, 1), caseload_limit=15)

    assert [each.evidence for each in made.evidence.all()] == [Evidence.RCGP_PART_1]
    assert (made.awarded_by, made.caseload_limit) == (coordinator, 15)
    assert Event.objects.get().sentence == "Dr Ash was awarded Level 1 from 1 March 2026."


def test_part_2_alone_never_makes_a_gpwsi(coordinator, doctor):
    holds(doctor, Evidence.RCGP_PART_1, Evidence.RCGP_PART_2)

    with pytest.raises(ValidationError, match="Part 2 alone never makes a GP with a special interest"):
        award(doctor, Tier.GPWSI, coordinator)

    actions.appoint_gpwsi(professional=doctor, commissioner="Wolds Council", starts_on=DAY, by=coordinator)
    assert award(doctor, Tier.GPWSI, coordinator).tier == Tier.GPWSI
    assert Event.objects.filter(kind="practices.gpwsi_appointed").exists()


def test_evidence_that_has_lapsed_or_is_not_yet_awarded_does_not_count(coordinator, doctor):
    holds(doctor, Evidence.RCGP_PART_1, expires_on=date(2026, 2, 28))
    holds(doctor, Evidence.RCGP_PART_1, awarded_on=date(2026, 3, 2))

    with pytest.raises(ValidationError, match="Part 1 is not on record or has lapsed"):
        award(doctor, Tier.LEVEL_1, coordinator)


def test_two_tiers_are_never_held_on_one_day(coordinator, doctor):
    holds(doctor, Evidence.RCGP_PART_1, Evidence.CPD)
    first = award(doctor, Tier.LEVEL_1, coordinator)

    with pytest.raises(ValidationError, match="already holds a tier on some of these days"):
        award(doctor, Tier.LEVEL_2, coordinator, starts_on=date(2026, 3, 10))

    actions.end_tier(award=first, ends_on=date(2026, 3, 9), by=coordinator)
    award(doctor, Tier.LEVEL_2, coordinator, starts_on=date(2026, 3, 10))
    assert queries.tiers_now([doctor], date(2026, 3, 9))[doctor.pk].tier == Tier.LEVEL_1
    assert queries.tiers_now([doctor], date(2026, 3, 10))[doctor.pk].tier == Tier.LEVEL_2


def test_a_tier_is_ended_once_and_not_before_it_began(coordinator, doctor):
    holds(doctor, Evidence.RCGP_PART_1)
    made = award(doctor, Tier.LEVEL_1, coordinator)

    with pytest.raises(ValidationError, match="must not be before the first day"):
        actions.end_tier(award=made, ends_on=date(2026, 2, 1), by=coordinator)
    actions.end_tier(award=made, ends_on=date(2026, 3, 5), by=coordinator)
    with pytest.raises(ValidationError, match="held until 5 March 2026"):
        actions.end_tier(award=made, ends_on=date(2026, 3, 6), by=coordinator)

    assert Event.objects.get(kind="practices.tier_ended").sentence == "Dr Ash held Level 1 until 5 March 2026."


def test_only_gps_hold_tiers(coordinator, scheme, practice):
    nurse = factories.ProfessionalFactory(scheme_id=scheme.pk, profession="nurse", name="Noor", organisation=practice)

    with pytest.raises(ValidationError, match="Only GPs hold tiers; Noor is on the list as Nurse"):
        award(nurse, Tier.LEVEL_1, coordinator)


def test_a_review_comes_after_the_award(coordinator, doctor):
    with pytest.raises(ValidationError, match="must be after the first day"):
        award(doctor, Tier.LEVEL_1, coordinator, review_on=DAY)


def test_training_is_recorded_with_its_hours(coordinator, doctor):
    with pytest.raises(ValidationError, match="Enter how many hours"):
        actions.record_qualification(professional=doctor, evidence="cpd", awarded_on=DAY, by=coordinator)

    made = actions.record_qualification(
        professional=doctor, evidence="cpd", awarded_on=DAY, hours=Decimal("7.5"), topic="Buprenorphine", by=coordinator
    )

    assert made.recorded_by == coordinator
    assert Event.objects.get().sentence.startswith("Dr Ash: Continuing professional development, awarded 1 March")


def test_evidence_does_not_expire_before_it_was_awarded(coordinator, doctor):
    with pytest.raises(ValidationError, match="must not be before the date of the award"):
        actions.record_qualification(
            professional=doctor, evidence="rcgp_part_1", awarded_on=DAY, expires_on=date(2025, 1, 1), by=coordinator
        )


def test_a_prescriber_records_evidence_only_where_they_work(scheme, doctor):
    elsewhere = factories.sign_in(Role.PRESCRIBER, scheme, factories.PracticeFactory())

    with pytest.raises(PermissionDenied):
        actions.record_qualification(professional=doctor, evidence="rcgp_part_1", awarded_on=DAY, by=elsewhere)


def test_two_appointments_never_overlap(coordinator, doctor):
    actions.appoint_gpwsi(professional=doctor, commissioner="Wolds Council", starts_on=DAY, by=coordinator)

    with pytest.raises(ValidationError, match="already has an appointment"):
        actions.appoint_gpwsi(professional=doctor, commissioner="Wolds Council", starts_on=DAY, by=coordinator)


def test_an_unknown_tier_is_refused_by_the_row_itself(scheme, doctor, coordinator):
    with pytest.raises(IntegrityError, match="tier_is_known"), transaction.atomic():
        TierAward.objects.create(
            scheme_id=scheme.pk, professional=doctor, tier="level_9", starts_on=DAY, awarded_by=coordinator
        )
