"""What is due, for whom; and that a count equals the list it opens."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import RecordView
from careplans import actions, queries
from careplans.queries import Show, Whose
from tests import factories

TODAY = date(2026, 3, 16)


def plan_due(scheme, practice, days, **facts):
    patient = factories.PatientFactory(scheme=scheme, practice=practice)
    return factories.CarePlanFactory(patient=patient, next_review_on=TODAY + timedelta(days=days), **facts)


@pytest.fixture
def plans(scheme, practice):
    made = {days: plan_due(scheme, practice, days) for days in (-12, -1, 0, 28, 29)}
    factories.PlanVersionFactory(plan=made[-1], agreed=True)
    plan_due(scheme, practice, -30, status="ended")
    plan_due(scheme, factories.PracticeFactory(), -40)
    return made


def test_the_longest_overdue_comes_first(plans, gp):
    assert list(queries.worklist(gp, TODAY)) == list(plans.values())


def test_due_today_is_due_and_not_overdue(plans, gp):
    assert list(queries.reviews_overdue(gp, TODAY)) == [plans[-12], plans[-1]]
    assert list(queries.reviews_due(gp, TODAY)) == [plans[0], plans[28]]
    assert list(queries.reviews_due(gp, TODAY, within_days=29)) == [plans[0], plans[28], plans[29]]
    assert set(queries.plans_without_agreement(gp)) == set(plans.values()) - {plans[-1]}


def test_the_coordinator_sees_every_practice(plans, coordinator):
    assert queries.worklist(coordinator, TODAY).count() == 6


@pytest.mark.parametrize("whose", Whose)
@pytest.mark.parametrize("show", Show)
def test_every_count_equals_the_list_it_opens(plans, gp, aspects, show, whose):
    ash = gp.professionals.get()
    factories.ResponsibilityFactory(
        episode=plans[-12].episode, aspect=aspects["key_work"], holder=ash, organisation_id=gp.acting.organisation_id
    )

    counts = queries.counts(gp, TODAY, whose=whose)

    assert counts[show] == queries.worklist(gp, TODAY, show=show, whose=whose).count()
    assert counts["all"] == (1 if whose == Whose.MINE else 5)


def test_what_today_counts_is_what_the_list_shows(plans, gp):
    counts = queries.counts(gp, TODAY)

    assert counts["overdue"] == queries.reviews_overdue(gp, TODAY).count()
    assert counts["due"] == queries.reviews_due(gp, TODAY).count()
    assert counts["no_agreement"] == queries.plans_without_agreement(gp).count()


def test_a_row_says_when_the_plan_was_last_reviewed_and_who_coordinates(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=date(2026, 3, 9), outcome="continues", by=gp)
    actions.correct_review(review=review, reviewed_on=date(2026, 3, 8), outcome="continues", reason="Day", by=gp)

    row = queries.worklist(gp, TODAY).get()

    assert (row.last_reviewed_on, row.coordinator, row.without_agreement) == (date(2026, 3, 8), "Dr Greta Ash", True)


def test_the_persons_page_shows_the_plan_in_short(agreed, gp):
    panel = queries.plan_panel(agreed.patient, TODAY)

    assert (panel.plan, panel.version.number, [goal.own_words for goal in panel.goals]) == (
        agreed,
        1,
        ["I want to walk my daughter to school"],
    )


def test_a_person_without_a_plan_has_a_panel_that_says_so(patient):
    assert queries.plan_panel(patient, TODAY).plan is None


def test_the_panel_offers_the_next_step_to_whoever_may_take_it(browse, gp, coordinator, patient, aspects):
    url = reverse("person", args=[patient.pk])
    start = reverse("careplans:start", args=[patient.pk])
    assert start in browse(gp).get(url).content.decode()

    plan = actions.start_shared_care(patient=patient, started_on=TODAY, complexity="stable", by=gp)

    review = reverse("careplans:review_new", args=[plan.pk])
    mine = browse(gp).get(url).content.decode()
    assert review in mine
    assert start not in mine
    assert review not in browse(coordinator).get(url).content.decode()


def test_nobody_is_offered_to_start_for_somebody_who_left_the_register(gp, patient):
    patient.status = "moved"

    assert not queries.plan_panel(patient, TODAY, gp).may_start


def test_a_plan_without_any_version_still_opens(patient, gp):
    plan = factories.CarePlanFactory(patient=patient)

    assert queries.plan_record(plan, gp).version is None
    assert queries.plan_panel(patient, TODAY).goals == []


@pytest.mark.parametrize(
    ("fixtures", "who", "step"),
    [
        ([], "gp", "goal"),
        (["goal"], "gp", "action"),
        (["plan_action"], "gp", "agree"),
        (["plan_action"], "nurse", "review"),
        (["agreed"], "gp", "review"),
        (["agreed"], "coordinator", ""),
    ],
)
def test_the_page_has_one_next_step(plan, request, fixtures, who, step):
    for name in fixtures:
        request.getfixturevalue(name)
    plan.refresh_from_db()

    assert queries.plan_record(plan, request.getfixturevalue(who)).next_step == step


def test_an_ended_plan_has_no_next_step(plan, gp):
    ended = actions.end_shared_care(plan=plan, ended_on=TODAY, end_reason="completed", by=gp)

    record = queries.plan_record(ended, gp)
    assert (record.next_step, record.drafting, record.lacking, record.doubts) == ("", False, [], [])


# --- The export -------------------------------------------------------------------------------------------------------


def test_the_reviews_are_exported_as_somebody_sees_them_and_nothing_runs_in_a_spreadsheet(plan, gp, capsys):
    plan.patient.given_name = "=HYPERLINK(1)"
    plan.patient.save()

    call_command("export_reviews", "--as", gp.email, "--show", "all")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Name,NHS number,Practice")
    assert lines[1].startswith("'=HYPERLINK(1)")
    assert RecordView.objects.get().page == "Reviews as a file"


def test_an_export_for_nobody_is_refused(db):
    with pytest.raises(CommandError, match="Nobody with a role today"):
        call_command("export_reviews", "--as", "nobody@example.org")
