"""Recording how care is arranged, changing it, putting it right; and that their own GP was told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.models import Event
from episodes import actions
from episodes.classification import ArrangementType
from episodes.models import Arrangement, ToldOwnGp
from episodes.queries import arrangement_panel, own_gp_findings
from patients.models import Patient
from tests import factories
from tests.episodes.arrangements.conftest import BEGUN

YESTERDAY = date(2026, 3, 15)


def kind_of(episode, day):
    return arrangement_panel(episode, day, may_record=True).type


def test_what_is_arranged_is_on_record_from_its_day(episode, shared, gp, patient, today):
    made = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)

    assert kind_of(episode, today) == ArrangementType.SHARED_CARE
    assert (made.patient, made.ends_on, made.referral_source) == (patient, None, "not_known")
    assert Event.objects.get(kind="episodes.arrangement_recorded").sentence == (
        "How care is arranged from 1 March 2025 was put on record: shared care."
    )


def test_a_change_ends_what_was_arranged_and_every_past_day_keeps_its_kind(episode, shared, elsewhere, gp, patient):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    actions.record_arrangement(episode=episode, starts_on=date(2026, 3, 1), by=gp, **elsewhere)

    assert kind_of(episode, date(2026, 2, 28)) == ArrangementType.SHARED_CARE
    assert kind_of(episode, date(2026, 3, 1)) == ArrangementType.REGISTERED_ELSEWHERE
    assert Arrangement.objects.get(starts_on=BEGUN).ends_on == date(2026, 2, 28)


def test_a_change_needs_a_later_day_than_the_present_arrangement(episode, shared, gp):
    actions.record_arrangement(episode=episode, starts_on=YESTERDAY, by=gp, **shared)

    for day in (YESTERDAY, BEGUN):
        with pytest.raises(ValidationError, match="begins on 15 March 2026 already"):
            actions.record_arrangement(episode=episode, starts_on=day, by=gp, **shared)


def test_the_database_holds_one_arrangement_at_a_time(episode):
    factories.ArrangementFactory(episode=episode)

    with pytest.raises(IntegrityError, match="one_care_arrangement_at_a_time"), transaction.atomic():
        factories.ArrangementFactory(episode=episode, starts_on=YESTERDAY)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"support": "given"}, "support_names_who_gives_it"),
        ({"responsible": "other"}, "other_responsible_is_named"),
        ({"pathway": "outreach"}, "pathway_names_who_leads_it"),
        ({"setting": "at_sea"}, "arrangement_setting_is_known"),
        ({"support": "maybe"}, "arrangement_support_is_known"),
        ({"one_plan": "maybe"}, "arrangement_plan_is_known"),
        ({"notes": "lost"}, "arrangement_notes_are_known"),
        ({"responsible": "fate"}, "arrangement_responsible_is_known"),
        ({"referral_source": "wind"}, "referral_source_is_known"),
        ({"ends_on": date(2025, 1, 1)}, "care_arrangement_ends_after_start"),
    ],
)
def test_the_database_refuses_half_a_fact_and_what_there_is_not(episode, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.ArrangementFactory(episode=episode, **facts)


def test_the_database_refuses_a_prescriber_nowhere_a_place_of_notes_kept_here_and_an_unknown_pathway(
    episode, gp, practice
):
    for facts, constraint in (
        ({"prescribed_at": None, "prescriber": gp.professionals.get()}, "prescriber_prescribes_somewhere"),
        ({"notes_held_by": practice}, "notes_elsewhere_may_name_where"),
        ({"pathway": "by_sea", "led_by": practice}, "pathway_is_known"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            factories.ArrangementFactory(episode=episode, **facts)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"support": "given", "support_by": None}, "support_by"),
        ({"responsible": "other"}, "responsible_other"),
        ({"pathway": "criminal_justice"}, "led_by"),
    ],
)
def test_a_name_that_an_answer_asks_for_is_asked_for_at_its_field(episode, shared, gp, facts, field):
    with pytest.raises(ValidationError) as refused:
        actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **{**shared, **facts})

    assert list(refused.value.message_dict) == [field]


def test_a_prescriber_works_where_the_prescription_comes_from(episode, shared, oak, gp):
    with pytest.raises(ValidationError, match="Dr Greta Ash does not work at Oak Surgery on 1 March 2025"):
        actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **{**shared, "prescribed_at": oak})


def test_an_arrangement_has_no_other_facts(episode, gp):
    with pytest.raises(TypeError, match="weather"):
        actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, weather="fair")


def test_nothing_is_arranged_when_shared_care_has_ended(episode, shared, gp):
    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    with pytest.raises(ValidationError, match="has ended"):
        actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)


def test_two_who_change_it_at_once_are_told_of_each_other(episode, shared, gp):
    actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, version=1, **shared)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.record_arrangement(episode=episode, starts_on=YESTERDAY, by=gp, version=1, **shared)


def test_the_arrangement_ends_with_shared_care(episode, shared, gp, today):
    made = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)

    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    made.refresh_from_db()
    assert made.ends_on == today


def test_an_arrangement_begun_after_the_last_day_keeps_its_first_day(episode, shared, gp):
    made = actions.record_arrangement(episode=episode, starts_on=YESTERDAY, by=gp, **shared)

    actions.move_episode(
        episode=episode, move="end", end_reason="completed", ended_on=YESTERDAY - timedelta(days=10), by=gp
    )

    made.refresh_from_db()
    assert made.ends_on == YESTERDAY


def test_a_correction_stands_in_the_place_of_the_first_record_which_is_kept(episode, shared, elsewhere, gp, patient):
    wrong = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)

    right = actions.correct_arrangement(
        arrangement=wrong, reason="Dr Oak has prescribed all along", by=gp, starts_on=date(2025, 4, 1), **elsewhere
    )

    wrong.refresh_from_db()
    assert wrong.superseded_by == right
    assert kind_of(episode, YESTERDAY) == ArrangementType.REGISTERED_ELSEWHERE
    assert kind_of(episode, date(2025, 3, 15)) == ArrangementType.NOT_KNOWN
    assert Event.objects.get(kind="episodes.arrangement_corrected").sentence == (
        "The record of how care is arranged from 1 April 2025 was corrected: registered elsewhere."
    )


def test_a_correction_has_a_reason_is_made_once_and_runs_into_no_other(episode, shared, gp):
    first = actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **shared)
    second = actions.record_arrangement(episode=episode, starts_on=YESTERDAY, by=gp, **shared)

    with pytest.raises(ValidationError, match="Say what was wrong"):
        actions.correct_arrangement(arrangement=second, reason=" ", by=gp, **shared)
    with pytest.raises(ValidationError, match="Another arrangement holds on some of these days"):
        actions.correct_arrangement(arrangement=second, reason="Earlier", by=gp, starts_on=date(2026, 3, 1), **shared)
    actions.correct_arrangement(arrangement=first, reason="The wrong service", by=gp, **shared)
    with pytest.raises(ValidationError, match="corrected already"):
        actions.correct_arrangement(arrangement=first, reason="Once more", by=gp, **shared)


@pytest.fixture
def treated_elsewhere(episode, elsewhere, gp):
    return actions.record_arrangement(episode=episode, starts_on=BEGUN, by=gp, **elsewhere)


def told(episode, gp, day=YESTERDAY):
    return actions.record_own_gp_told(episode=episode, told_on=day, how="letter", told_by="Dr Oak", by=gp)


def test_the_own_gp_is_a_finding_until_told_and_again_when_it_is_long_ago(
    treated_elsewhere, episode, gp, coordinator, today
):
    assert list(own_gp_findings(coordinator, today)) == [episode]

    made = told(episode, gp)

    assert not own_gp_findings(coordinator, today).exists()
    assert list(own_gp_findings(coordinator, YESTERDAY + timedelta(weeks=13, days=1))) == [episode]
    assert made.practice.name == "Elm Surgery"
    assert Event.objects.get(kind="episodes.own_gp_told").sentence == (
        "Elm Surgery was told of this person's care on 15 March 2026 (letter)."
    )


def test_when_they_register_with_another_practice_that_one_has_to_be_told(
    treated_elsewhere, episode, patient, gp, coordinator, today
):
    told(episode, gp)
    patient.practice = factories.PracticeFactory(name="Ash Surgery")
    patient.save()

    assert list(own_gp_findings(coordinator, today)) == [episode]


def test_a_telling_recorded_by_mistake_proves_nothing_and_is_kept(treated_elsewhere, episode, gp, coordinator, today):
    made = told(episode, gp)

    with pytest.raises(ValidationError, match="Say what was wrong"):
        actions.withdraw_own_gp_told(told=made, reason=" ", by=gp)
    actions.withdraw_own_gp_told(told=made, reason="It was another person's letter", by=gp)
    with pytest.raises(ValidationError, match="withdrawn already"):
        actions.withdraw_own_gp_told(told=made, reason="Twice", by=gp)

    assert list(own_gp_findings(coordinator, today)) == [episode]
    assert ToldOwnGp.objects.get().withdrawn_reason == "It was another person's letter"


def test_the_database_refuses_a_way_of_telling_there_is_not_and_a_withdrawal_without_reason(episode, gp):
    for facts, constraint in (
        ({"how": "pigeon"}, "own_gp_told_somehow"),
        ({"withdrawn_by": gp}, "own_gp_told_withdrawn_with_reason"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            factories.ToldOwnGpFactory(episode=episode, **facts)


def test_recording_where_somebody_is_treated_lets_nobody_see_them(treated_elsewhere, patient, oak, scheme):
    dr_oak = factories.sign_in("prescriber", scheme, oak, name="Dr Oak")

    assert not Patient.objects.visible_to(dr_oak).filter(pk=patient.pk).exists()
    assert not Arrangement.objects.visible_to(dr_oak).exists()


def test_an_erasure_empties_what_was_typed_and_keeps_what_was_so(treated_elsewhere, episode, elsewhere, patient, gp):
    actions.correct_arrangement(arrangement=treated_elsewhere, reason="Her sister rang", by=gp, **elsewhere)
    actions.withdraw_own_gp_told(told=told(episode, gp), reason="Her sister’s letter", by=gp)

    actions.empty_words(patient=patient)

    assert set(Arrangement.objects.values_list("correction_reason", "setting")) == {
        ("", "own_practice"), ("Erased", "own_practice"),
    }  # fmt: skip
    assert ToldOwnGp.objects.values_list("told_by", "withdrawn_reason").get() == ("Erased", "Erased")
