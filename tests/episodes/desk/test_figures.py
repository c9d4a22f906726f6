"""How fast clinical queries are answered: true for whoever sees the people, rounded for the monitoring group."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.standing import stand
from episodes import queries
from episodes.desk import Urgency
from indicators import queries as indicators
from patients.models import Patient
from tests import factories
from tests.conftest import NOW
from tests.episodes.desk.conftest import listed

TODAY = NOW.date()
ASKED = NOW - timedelta(days=10)


def answered_after(hours, patient, clinician, gp, urgency="urgent"):
    with_clinician = {"routed_to": clinician, "routed_by": gp, "routed_at": ASKED}
    answer = {"answer": "Yes", "answered_by": clinician, "answered_as": "specialist"}
    return factories.ClinicalQueryFactory(
        patient=patient,
        urgency=urgency,
        asked_at=ASKED,
        answer_by=ASKED + timedelta(hours=4),
        status="answered",
        answered_at=ASKED + timedelta(hours=hours),
        **with_clinician,
        **answer,
    )


@pytest.fixture
def clinician(specialist):
    return listed(specialist)


def test_the_middle_wait_and_the_share_in_time_are_counted_by_urgency(patient, clinician, gp):
    for hours in (1, 2, 4, 4.1, 30):
        answered_after(hours, patient, clinician, gp)
    factories.ClinicalQueryFactory(patient=patient, urgency="urgent", asked_at=ASKED)
    factories.ClinicalQueryFactory(patient=patient, urgency="routine", asked_at=ASKED)

    urgent, routine = queries.response_times(ASKED.date(), TODAY)

    assert (urgent.urgency, urgent.asked, urgent.answered, urgent.in_time) == (Urgency.URGENT, 6, 5, 3)
    assert urgent.middle_hours == 4.0
    assert (routine.asked, routine.answered, routine.middle_hours) == (1, 0, None)


def test_what_was_withdrawn_and_whoever_died_first_is_left_out(patient, clinician, gp, scheme, practice):
    factories.ClinicalQueryFactory(patient=patient, asked_at=ASKED, status="withdrawn")
    gone = factories.PatientFactory(scheme=scheme, practice=practice)
    factories.ClinicalQueryFactory(patient=gone, asked_at=ASKED)
    answered_after(3, gone, clinician, gp, urgency="routine")
    Patient.objects.filter(pk=gone.pk).update(status="deceased", died_on=TODAY)

    _, routine = queries.response_times(ASKED.date(), TODAY)

    assert (routine.asked, routine.answered) == (1, 1)


def test_a_group_member_reads_rounded_numbers_and_no_small_ones(patient, clinician, gp, coordinator, member):
    for _ in range(6):
        answered_after(3, patient, clinician, gp)
    with stand(member):
        few = indicators.queries_answered(member, TODAY).lines[0]
    assert (few.asked, few.in_time, few.percentage, few.middle_hours) == ("*", "*", None, None)

    for hours in [3] * 11 + [9] * 5:
        answered_after(hours, patient, clinician, gp)
    with stand(member):
        shown = indicators.queries_answered(member, TODAY).lines[0]
    with stand(coordinator):
        true = indicators.queries_answered(coordinator, TODAY).lines[0]

    assert (shown.asked, shown.in_time, shown.percentage, shown.middle_hours) == (20, 15, 75, 3.0)
    assert (true.asked, true.in_time, true.percentage, true.middle_hours) == (22, 17, 77, 3.0)


def test_the_scheme_page_holds_them_against_the_schemes_hours(browse, member):
    shown = " ".join(browse(member).get(reverse("scheme")).content.decode().split())

    assert "Urgent: care waits for the answer, within 4 hours" in shown
