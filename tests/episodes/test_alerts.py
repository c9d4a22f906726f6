"""The call that cannot get lost: raised from the first missed day, passed on, once a step, until somebody has it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.standing import stand
from audit import wall
from audit.models import Event
from episodes import actions, delivery, queries
from episodes.lifecycle import AlertOutcome, AlertStatus, EndReason, Move
from episodes.models import Alert, AlertStep, AlertTelling, CollectionRule
from episodes.wording import URGENT_SUBJECT
from indicators import queries as indicators
from patients.models import Patient
from practices.models import Professional
from schemes.models import CareAspect
from tests import factories
from tests.episodes.collections_cast import TODAY, tell

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)


@pytest.fixture
def story(scheme, patient, pharmacist, key_worker, gp, coordinator):
    return tell(scheme, patient, pharmacist, key_worker, gp, coordinator)


def at(minutes: int):
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def drain(story) -> list[tuple[str, list[str]]]:
    """What the worker does when it is rung: each step fired, and whom it reached."""
    fired = []
    while step := actions.fire_next_step(scheme_id=story.scheme.pk):
        fired.append((step.whom, sorted(telling.user.name for telling in step.tellings.all())))
    return fired


def yesterday_taken(story) -> None:
    factories.CollectionFactory(arrangement=story.arrangement, day=TODAY - timedelta(days=2))


# --- Raising ---------------------------------------------------------------------------------------------------------


def test_from_the_first_missed_day_the_key_worker_and_the_prescriber_have_it_on_their_list(story):
    yesterday_taken(story)

    story.records("not_collected")

    for user in (story.key_worker, story.gp):
        with stand(user):
            assert [alert.level for alert in queries.alerts(user, "mine")] == [1]


def test_what_was_collected_raises_nothing(story):
    yesterday_taken(story)

    story.records("collected")

    assert not Alert.objects.exists()


def test_the_third_day_in_a_row_is_at_the_highest_level_even_when_somebody_had_it_before(story):
    factories.CollectionFactory(arrangement=story.arrangement, day=date(2026, 3, 11))
    for day in (12, 13):
        with time_machine.travel(datetime(2026, 3, day, 10, tzinfo=UTC), tick=False):
            story.records("not_collected", date(2026, 3, day))
            alert = Alert.objects.get()
            actions.acknowledge_alert(alert=alert, will_do="Ring their sister", by=story.key_worker)
            assert (alert.level, Alert.objects.get().status) == (day - 11, AlertStatus.ACKNOWLEDGED)
    with time_machine.travel(datetime(2026, 3, 14, 10, tzinfo=UTC), tick=False):
        story.records("not_collected", date(2026, 3, 14))

    alert = Alert.objects.get()
    assert (alert.level, alert.status, alert.held_by) == (3, AlertStatus.OPEN, None)
    assert alert.days == 3
    assert alert.steps.waiting().count() == 5


def test_days_that_nobody_recorded_are_raised_by_the_sweep_and_never_taken_as_collected(story):
    factories.CollectionFactory(arrangement=story.arrangement, day=date(2026, 3, 11))

    actions.sweep(scheme_id=story.scheme.pk)
    actions.sweep(scheme_id=story.scheme.pk)

    alert = Alert.objects.get()
    assert (alert.kind, alert.level) == ("not_recorded", 2)
    assert Event.objects.filter(kind="episodes.alert_raised", process="episodes.sweep").count() == 1


def test_the_sweep_brings_an_alert_to_a_higher_level_when_no_more_is_recorded(story):
    factories.CollectionFactory(arrangement=story.arrangement, day=date(2026, 3, 12))
    with time_machine.travel(datetime(2026, 3, 13, 10, tzinfo=UTC), tick=False):
        story.records("not_collected", date(2026, 3, 13))

    actions.sweep(scheme_id=story.scheme.pk)

    assert [(alert.level, alert.days) for alert in Alert.objects.all()] == [(3, 3)]


def test_one_that_was_closed_is_not_raised_again_for_the_same_day_and_is_for_the_next(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.key_worker)
    actions.close_alert(alert=alert, outcome=AlertOutcome.SPOKEN, by=story.key_worker)

    actions.sweep(scheme_id=story.scheme.pk)
    assert Alert.objects.count() == 1

    with at(24 * 60):
        story.records("not_collected", TODAY + timedelta(days=1))
    assert Alert.objects.unanswered().get().level == 2


@pytest.mark.parametrize(("outcome", "kind", "level"), [("refused", "refused", 2), ("withheld", "withheld", 2)])
def test_a_dose_refused_or_withheld_is_urgent_at_once(story, outcome, kind, level):
    yesterday_taken(story)

    story.records(outcome, note="Fell asleep at the counter")

    alert = Alert.objects.get()
    assert (alert.kind, alert.level) == (kind, level)


def test_a_concern_is_an_alert_of_its_own(story):
    yesterday_taken(story)

    record = story.records("concern", note="Has lost a lot of weight")

    assert Alert.objects.get().collection == record


# --- The route -------------------------------------------------------------------------------------------------------


def test_the_route_reaches_holder_deputy_prescriber_coordinator_and_duty_lead_on_its_clock(story):
    lead = factories.sign_in("scheme_coordinator", story.scheme, name="Lee Lead")
    CollectionRule.objects.create(
        scheme=story.scheme, starts_on=date(2026, 1, 1), source="Agreed", duty_lead=lead, recorded_by=lead
    )
    yesterday_taken(story)
    story.records("not_collected")

    told = {}
    for minutes in (0, 59, 60, 120, 240, 360):
        with at(minutes):
            told[minutes] = drain(story)

    assert told == {
        0: [("holder", ["Kit Worker"])],
        59: [],
        60: [("deputy", ["Dee Deputy"])],
        120: [("prescriber", ["Dr Greta Ash"])],
        240: [("coordinator", ["Casey Coordinator", "Lee Lead"])],
        360: [("duty_lead", ["Lee Lead"])],
    }


def test_whoever_supports_the_holder_is_told_before_their_other_colleagues(story):
    service = factories.Organisation.objects.get(pk=story.colleague.acting.organisation_id)
    helper = factories.sign_in("key_worker", story.scheme, service, name="Sam Support")
    factories.SupportFactory(
        episode=story.episode,
        aspect=CareAspect.objects.get(code="key_work"),
        supporter=factories.ProfessionalFactory(scheme_id=story.scheme.pk, user=helper, name=helper.name),
        organisation=service,
    )
    yesterday_taken(story)
    story.records("not_collected")

    with at(60):
        assert drain(story) == [("holder", ["Kit Worker"]), ("deputy", ["Sam Support"])]


def test_what_leaves_the_application_names_nobody_no_drug_and_no_service(story, patient):
    yesterday_taken(story)
    story.records("not_collected")

    drain(story)

    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (story.key_worker.email, URGENT_SUBJECT)
    said = f"{notice.subject} {notice.body}".lower()
    for word in (patient.family_name, "pharmacy", "collect", "methadone", "treatment", "drug", "bridge", "elm"):
        assert word.lower() not in said


def test_after_the_last_step_it_is_repeated_until_somebody_has_it(story):
    yesterday_taken(story)
    story.records("not_collected")
    with at(360):
        drain(story)

    with at(420):
        assert [whom for whom, _ in drain(story)] == ["duty_lead"]
    with at(425):
        actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.coordinator)
    with at(600):
        assert drain(story) == []


def test_an_outage_is_caught_up_with_each_missed_step_once(story):
    yesterday_taken(story)
    story.records("not_collected")

    with at(500):
        fired = [whom for whom, _ in drain(story)]
        again = drain(story)

    assert fired == ["holder", "deputy", "prescriber", "coordinator", "duty_lead"]
    assert again == []


def test_where_nobody_stands_the_next_step_is_taken_at_once_and_it_says_so(story):
    Professional.objects.filter(user=story.key_worker).update(user=None)
    story.colleague.memberships.update(ends_on=date(2026, 3, 15))
    story.key_worker.memberships.update(ends_on=date(2026, 3, 15))
    yesterday_taken(story)
    story.records("not_collected")

    fired = drain(story)

    assert fired == [("holder", []), ("deputy", []), ("prescriber", ["Dr Greta Ash"])]
    assert Event.objects.filter(sentence="The alert reached whoever answers for it: nobody.").exists()


def test_a_pharmacist_who_answers_on_paper_is_passed_over_for_the_key_worker(story):
    """Supervised consumption is often held by the pharmacist; whoever raises the alert is not who takes it."""
    elsewhere = factories.OrganisationFactory(kind="pharmacy")
    story.episode.responsibilities.filter(aspect__code="supervised_consumption").update(organisation=elsewhere)
    yesterday_taken(story)
    story.records("not_collected")

    assert drain(story) == [("holder", ["Kit Worker"])]


def test_whoever_answers_and_does_not_sign_in_is_followed_by_whoever_does_the_key_work(story):
    held = story.episode.responsibilities.get(aspect__code="supervised_consumption")
    nurse = factories.ProfessionalFactory(scheme_id=story.scheme.pk, organisation=story.episode.patient.practice)
    held.holder, held.organisation_id = nurse, story.episode.patient.practice_id
    held.save()
    yesterday_taken(story)
    story.records("not_collected")

    assert drain(story) == [("holder", ["Kit Worker"])]


def test_nobody_is_told_who_may_not_see_the_person(story, patient):
    factories.RestrictionFactory(patient=patient)
    factories.NamedAccessFactory(patient=patient, user=story.gp)
    factories.NamedAccessFactory(patient=patient, user=story.pharmacist)
    yesterday_taken(story)
    with stand(story.pharmacist):
        story.records("not_collected")

    told = [name for _, names in drain(story) for name in names]

    assert told == ["Dr Greta Ash"]


def test_the_step_goes_to_whoever_answers_at_that_moment(story):
    yesterday_taken(story)
    story.records("not_collected")
    held = story.episode.responsibilities.get(aspect__code="prescribing")
    other = factories.sign_in("prescriber", story.scheme, story.episode.patient.practice, name="Dr New")
    newcomer = factories.ProfessionalFactory(
        scheme_id=story.scheme.pk, user=other, name="Dr New", organisation=story.episode.patient.practice
    )
    with at(30):
        actions.assign_responsibility(episode=story.episode, aspect=held.aspect, holder=newcomer, by=story.gp)

    with at(120):
        assert drain(story)[-1] == ("prescriber", ["Dr New"])


def test_a_step_whose_worker_dies_in_the_middle_leaves_nothing_and_is_fired_once_afterwards(story):
    """What `./dev faults alerts` does to a process, in small: everything a step does is one transaction."""
    yesterday_taken(story)
    story.records("not_collected")
    with transaction.atomic():
        actions.fire_next_step(scheme_id=story.scheme.pk)
        transaction.set_rollback(True)

    assert (Notice.objects.count(), AlertTelling.objects.count()) == (0, 0)
    assert drain(story) == [("holder", ["Kit Worker"])]
    assert (Notice.objects.count(), AlertTelling.objects.count()) == (1, 1)


def test_a_step_cannot_be_written_or_told_twice(story):
    yesterday_taken(story)
    story.records("not_collected")
    drain(story)
    step = AlertStep.objects.get(number=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        AlertStep.objects.create(scheme=story.scheme, alert=step.alert, number=1, whom="holder", due_at=NOW)
    telling = step.tellings.get()
    other = Notice.objects.create(to="x@example.org", subject="x", body="x", not_before=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertTelling.objects.create(scheme=story.scheme, step=step, user=telling.user, notice=other)


# --- “I have this” ---------------------------------------------------------------------------------------------------


def test_it_stops_only_when_a_named_person_says_what_they_will_do(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = Alert.objects.get()

    with pytest.raises(ValidationError, match="Say what you will do"):
        actions.acknowledge_alert(alert=alert, will_do="  ", by=story.key_worker)
    actions.acknowledge_alert(alert=alert, will_do="Ring their sister", by=story.key_worker)

    alert.refresh_from_db()
    assert (alert.held_by, alert.will_do) == (story.key_worker, "Ring their sister")
    with at(1000):
        assert drain(story) == []


def test_the_pharmacist_sees_who_has_it_and_does_not_answer_it(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.key_worker)

    with stand(story.pharmacist):
        line = queries.day_list(story.pharmacist, TODAY)[0]
        assert line.alert is not None
        assert (line.alert.held_by, line.alert.will_do) == (story.key_worker, "Ring")
        with pytest.raises(PermissionDenied):
            actions.acknowledge_alert(alert=alert, will_do="x", by=story.pharmacist)


def test_of_two_who_press_at_once_one_has_it_and_the_other_is_told_who(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = Alert.objects.get()
    actions.acknowledge_alert(alert=alert, will_do="Ring their sister", by=story.key_worker, version=alert.version)

    with pytest.raises(ValidationError, match="Kit Worker has this already: Ring their sister"):
        actions.acknowledge_alert(alert=alert, will_do="Ring too", by=story.gp, version=alert.version)


def test_somebody_else_may_take_it_over_knowing_who_has_it(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.key_worker)

    actions.acknowledge_alert(alert=alert, will_do="Visit", by=story.gp, version=alert.version)

    assert Alert.objects.get().held_by == story.gp


def test_it_is_closed_by_somebody_who_has_it_with_what_came_of_it(story):
    yesterday_taken(story)
    story.records("not_collected")
    alert = Alert.objects.get()
    with pytest.raises(ValidationError, match="Nobody has this alert yet"):
        actions.close_alert(alert=alert, outcome=AlertOutcome.SPOKEN, by=story.key_worker)
    actions.acknowledge_alert(alert=alert, will_do="Ring", by=story.key_worker)
    with pytest.raises(ValidationError, match="Say who has been told"):
        actions.close_alert(alert=alert, outcome=AlertOutcome.NOT_FOUND, by=story.key_worker)
    with pytest.raises(ValidationError, match="Choose what came of it"):
        actions.close_alert(alert=alert, outcome=AlertOutcome.DIED, by=story.key_worker)

    actions.close_alert(alert=alert, outcome=AlertOutcome.SPOKEN, by=story.key_worker)

    assert {change.move for change in alert.changes.all()} == {"", "acknowledge", "close"}


def test_how_long_each_waited_is_kept_for_the_monitoring_group(story):
    yesterday_taken(story)
    story.records("not_collected")
    with at(45):
        actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.key_worker)

    figures = queries.answered(TODAY, TODAY)

    assert (figures.raised, figures.answered, figures.same_day, figures.middle_minutes) == (1, 1, 1, 45)


# --- Bad days --------------------------------------------------------------------------------------------------------


def test_when_the_person_died_the_alert_is_closed_with_that_and_nobody_is_told_any_more(story):
    yesterday_taken(story)
    story.records("not_collected")
    Patient.objects.filter(pk=story.episode.patient_id).update(status="deceased", died_on=TODAY)

    drain(story)

    assert Alert.objects.get().outcome == AlertOutcome.DIED
    assert not Notice.objects.exists()
    with at(24 * 60):
        assert actions.sweep(scheme_id=story.scheme.pk) == 0


def test_when_the_person_moved_away_it_goes_on_until_somebody_has_it(story):
    yesterday_taken(story)
    story.records("not_collected")
    Patient.objects.filter(pk=story.episode.patient_id).update(status="moved", moved_on=TODAY)

    assert drain(story) == [("holder", ["Kit Worker"])]


def test_when_shared_care_ends_arrangement_and_alert_end_with_it_by_whoever_ended_it(story):
    yesterday_taken(story)
    story.records("not_collected")

    actions.move_episode(episode=story.episode, move=Move.END, end_reason=EndReason.MOVED, by=story.gp)

    alert = Alert.objects.get()
    assert (alert.status, alert.outcome) == (AlertStatus.CLOSED, AlertOutcome.ENDED)
    assert alert.changes.get(move="close").by == story.gp
    story.arrangement.refresh_from_db()
    assert story.arrangement.ends_on == TODAY


def test_while_shared_care_is_suspended_nothing_new_is_raised(story):
    factories.CollectionFactory(arrangement=story.arrangement, day=date(2026, 3, 9))
    actions.move_episode(episode=story.episode, move=Move.SUSPEND, reason="In hospital", by=story.gp)

    assert actions.sweep(scheme_id=story.scheme.pk) == 0


def test_the_sweep_and_the_drain_go_through_every_scheme(story, db):
    elsewhere = factories.SchemeFactory(name="Fens")
    factories.CollectionFactory(arrangement=story.arrangement, day=date(2026, 3, 11))

    with wall.within(None):
        assert delivery.sweep(scheme_ids=[elsewhere.pk, story.scheme.pk]) == 1
        assert delivery.escalate(scheme_ids=[elsewhere.pk, story.scheme.pk]) == 1


def test_the_monitoring_group_reads_how_fast_alerts_were_had_with_small_numbers_hidden(story, member, browse):
    yesterday_taken(story)
    story.records("not_collected")
    with at(45):
        actions.acknowledge_alert(alert=Alert.objects.get(), will_do="Ring", by=story.key_worker)

    with stand(member):
        shown = indicators.alerts_answered(member, TODAY)
    with stand(story.coordinator):
        true = indicators.alerts_answered(story.coordinator, TODAY)

    assert (shown.raised, shown.answered, shown.percentage, shown.middle_minutes) == ("*", "*", None, None)
    assert (true.raised, true.answered, true.percentage, true.middle_minutes) == (1, 1, 100, 45)
    assert "Alerts about collections" in browse(member).get("/scheme/").content.decode()
