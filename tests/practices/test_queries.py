"""What needs somebody: evidence that lapses, tiers due for review, practices without a GP."""

from datetime import date, timedelta

import pytest

from practices import queries
from practices.models import Practice
from tests import factories


@pytest.fixture
def doctor(scheme, practice):
    return factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Ash", organisation=practice)


def evidence(doctor, days, today, **options):
    return factories.QualificationFactory(
        scheme_id=doctor.scheme_id, professional=doctor, expires_on=today + timedelta(days=days), **options
    )


@pytest.mark.parametrize(("days", "listed"), [(-1, False), (0, True), (90, True), (91, False)])
def test_evidence_that_runs_out_within_ninety_days_is_lapsing(doctor, today, days, listed):
    evidence(doctor, days, today)

    assert queries.evidence_lapsing(today).exists() == listed


def test_evidence_that_was_renewed_is_not_lapsing(doctor, today):
    evidence(doctor, 10, today)
    evidence(doctor, 400, today, awarded_on=today)

    assert not queries.evidence_lapsing(today).exists()


@pytest.mark.parametrize(
    ("review_on", "ends_on", "listed"),
    [
        (date(2026, 3, 16), None, True),
        (date(2026, 3, 17), None, False),
        (date(2026, 1, 1), date(2026, 2, 1), False),
        (None, None, False),
    ],
)
def test_a_tier_is_due_for_review_from_its_day_while_it_is_held(doctor, today, review_on, ends_on, listed):
    factories.TierAwardFactory(scheme_id=doctor.scheme_id, professional=doctor, review_on=review_on, ends_on=ends_on)

    assert queries.tiers_due_review(today).exists() == listed


def test_a_tier_whose_evidence_lapsed_is_unsupported_until_it_is_renewed(doctor, today):
    lapsed = evidence(doctor, -1, today)
    award = factories.TierAwardFactory(scheme_id=doctor.scheme_id, professional=doctor)
    award.rests_on.create(scheme_id=doctor.scheme_id, qualification=lapsed)

    assert list(queries.tiers_unsupported(today)) == [award]

    evidence(doctor, 300, today, awarded_on=today)
    assert not queries.tiers_unsupported(today).exists()


def test_a_gpwsi_without_an_appointment_is_unsupported(doctor, today):
    award = factories.TierAwardFactory(scheme_id=doctor.scheme_id, professional=doctor, tier="gpwsi")
    assert list(queries.tiers_unsupported(today)) == [award]

    factories.GpwsiAppointmentFactory(scheme_id=doctor.scheme_id, professional=doctor)
    assert not queries.tiers_unsupported(today).exists()


def test_a_practice_has_no_gp_when_its_only_one_has_left(scheme, practice, today):
    assert list(queries.practices_without_gp(today)) == [practice]

    doctor = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
    assert not queries.practices_without_gp(today).exists()

    doctor.posts.update(ends_on=date(2026, 3, 1))
    assert list(queries.practices_without_gp(today, Practice.objects.all())) == [practice]


def test_gps_are_counted_once_each_with_the_tier_they_hold_now(scheme, practice, doctor, today):
    old = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor, **old)
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor, tier="level_2", starts_on=date(2025, 1, 1))
    factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
    factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice, profession="nurse")

    counted = queries.with_gp_counts(Practice.objects.all(), today).get()

    assert (counted.gps, counted.level_1, counted.level_2, counted.gpwsi) == (2, 0, 1, 0)


def test_the_panel_of_a_practice_tells_its_gps_tiers_and_what_lapses(
    scheme, practice, doctor, today, django_assert_num_queries
):
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor)
    lapsing = evidence(doctor, 30, today)
    nurse = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice, profession="nurse", name="Noor")

    with django_assert_num_queries(3):
        panel = queries.practice_panel(practice, today)

    assert [(gp.professional, gp.award.tier, gp.lapsing) for gp in panel.gps] == [(doctor, "level_1", [lapsing])]
    assert panel.lapsing == [lapsing]
    assert panel.others == [nurse]


def test_somebody_may_work_at_the_practices_of_our_commissioners_and_at_any_service(coordinator, practice, doctor):
    other = factories.PracticeFactory(name="Far Surgery", commissioner_code="88X")
    pharmacy = factories.OrganisationFactory(kind="pharmacy")
    factories.PracticeFactory(commissioner_code="88X", status="C")

    found = set(queries.places(coordinator).values_list("pk", flat=True))

    assert found == {practice.pk, pharmacy.pk}
    assert other.pk not in found
