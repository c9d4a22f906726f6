"""Going through a GP's caseload: opened with the list as it stands, an outcome each, signed off, the next planned."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.standing import stand
from audit.models import Event
from episodes import actions, queries
from episodes.models import CaseloadReview, CaseloadReviewItem
from patients import actions as patients
from patients.models import Patient
from tests import factories
from tests.episodes.caseload_reviews.conftest import NEXT, answers_for, go_through, hand_on

TODAY = date(2026, 3, 16)


def signed_off(review, by, **facts):
    return actions.sign_off_caseload_review(review=review, by=by, **{"next_on": NEXT, **facts})


def test_the_list_is_everybody_for_whom_the_gp_answers_each_once(opened, people):
    assert opened.people == 3
    assert set(opened.items.values_list("episode", flat=True)) == {each.pk for each in people}
    assert Event.objects.get(kind="episodes.caseload_review_opened").sentence.endswith(
        "opened with 3 people on the list."
    )


def test_the_list_stays_as_it_was_when_it_was_opened(opened, people, listed, surgery, scheme, practice, gp):
    newcomer = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
    answers_for(listed, newcomer, surgery)
    hand_on(people[2])

    record = queries.review_record(opened, gp, TODAY)

    assert [line.item.episode for line in record.lines] == people
    assert [line.since for line in record.lines] == ["", "", "No longer on the list"]
    assert record.joined == [newcomer]
    assert record.lacking == 2


def test_it_is_signed_off_only_when_everybody_has_an_outcome(opened, people, gp):
    go_through(opened, gp, but=people[:1])
    with pytest.raises(ValidationError, match=r"^\['1 person still without an outcome\.'\]$"):
        signed_off(opened, gp)
    assert CaseloadReview.objects.get(pk=opened.pk).status == "open"
    go_through(opened, gp)

    done = signed_off(opened, gp)

    assert (done.status, done.signed_off_by) == ("signed_off", gp)
    assert not done.items.filter(closed_at=None).exists()


def test_signing_off_plans_the_next(opened, gp, specialist):
    go_through(opened, gp)

    signed_off(opened, gp)

    following = CaseloadReview.objects.unfinished().get()
    assert (following.planned_on, following.gp, following.status) == (NEXT, opened.gp, "planned")
    assert following.reviewer == specialist.professionals.get()


def test_supervision_is_kept_with_whoever_gave_it(opened, gp, specialist):
    go_through(opened, gp)
    with pytest.raises(ValidationError, match="Choose who gave the supervision"):
        signed_off(opened, gp, supervision="When to ask for help")

    done = signed_off(opened, gp, supervised_by=specialist.professionals.get(), supervision="When to ask for help")

    assert done.supervised_by.name == "Dr Sol Pine"


def test_of_two_who_sign_off_at_once_the_second_is_told(opened, gp, coordinator):
    go_through(opened, gp)
    as_read = CaseloadReview.objects.get(pk=opened.pk)
    signed_off(opened, gp)

    with pytest.raises(ValidationError, match="This cannot be done now: it is signed off"):
        signed_off(as_read, coordinator)
    assert CaseloadReview.objects.unfinished().count() == 1


def test_of_two_who_go_through_the_same_person_the_second_is_told(opened, gp, coordinator):
    item = opened.items.first()
    actions.record_outcome(item=item, outcome="step_up", note="", by=gp, version=1)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.record_outcome(item=item, outcome="continues", note="", by=coordinator, version=1)
    assert opened.items.get(pk=item.pk).outcome == "step_up"


def test_what_was_said_can_be_put_right_until_it_is_signed_off(opened, gp):
    go_through(opened, gp)
    item = opened.items.first()
    actions.record_outcome(item=item, outcome="advice", note="Bloods", by=gp, version=item.version)
    signed_off(opened, gp)

    with pytest.raises(ValidationError, match="This review is signed off, so nothing of it changes"):
        actions.record_outcome(item=item, outcome="continues", note="", by=gp, version=3)
    assert opened.items.get(pk=item.pk).outcome == "advice"


def test_who_died_meanwhile_needs_no_outcome_and_the_record_says_so(opened, people, gp, coordinator):
    patients.record_departure(patient=people[0].patient, status="deceased", on=TODAY, by=coordinator)
    item = opened.items.get(episode=people[0])
    with pytest.raises(ValidationError, match="This person has died"):
        actions.record_outcome(item=item, outcome="continues", note="", by=gp, version=1)
    assert queries.review_record(opened, gp, TODAY).lacking == 2
    go_through(opened, gp, but=people[:1])

    signed_off(opened, gp)

    item.refresh_from_db()
    assert (item.outcome, item.recorded_by) == ("died", gp)


def test_what_was_said_of_somebody_who_died_afterwards_stays(opened, people, gp):
    go_through(opened, gp)
    Patient.objects.filter(pk=people[0].patient_id).update(status="deceased", died_on=TODAY)

    signed_off(opened, gp)

    assert opened.items.get(episode=people[0]).outcome == "continues"


def test_who_left_the_list_meanwhile_is_said_so_unless_something_was_said(opened, people, gp):
    hand_on(people[1])
    hand_on(people[2])
    go_through(opened, gp, but=people[1:2])

    signed_off(opened, gp)

    outcomes = [opened.items.get(episode=each).outcome for each in people]
    assert outcomes == ["continues", "left", "continues"]


def test_an_ended_episode_is_off_the_list(opened, people, gp):
    actions.move_episode(episode=people[0], move="end", end_reason="completed", by=gp)
    go_through(opened, gp, but=people[:1])

    signed_off(opened, gp)

    assert opened.items.get(episode=people[0]).outcome == "left"


def test_a_gp_who_has_left_is_not_begun_with(planned, people, gp, coordinator, listed, today):
    listed.posts.update(ends_on=today - timedelta(days=1))

    with pytest.raises(ValidationError, match=r"Dr Greta Ash has left Elm Surgery\. Hand their people on"):
        actions.open_caseload_review(review=planned, by=coordinator)
    assert queries.caseload_reviews(coordinator, "due", today).get().gp_left


def test_a_review_begun_before_the_gp_left_is_signed_off_without_a_next_one(opened, coordinator, gp, today):
    gp.memberships.update(ends_on=today - timedelta(days=1))
    go_through(opened, coordinator)
    with pytest.raises(ValidationError, match="so no next review is planned"):
        signed_off(opened, coordinator)

    signed_off(opened, coordinator, next_on=None)

    assert not CaseloadReview.objects.unfinished().exists()
    assert Event.objects.get(kind="episodes.caseload_review_signed_off").sentence.endswith("no next one is planned.")


def test_a_review_has_somebody_to_go_through(planned, gp):
    with pytest.raises(ValidationError, match="answers for nobody at Elm Surgery now"):
        actions.open_caseload_review(review=planned, by=gp)
    assert CaseloadReview.objects.get().status == "planned"


def test_one_review_of_a_list_at_a_time(planned, listed, surgery, specialist, coordinator, today):
    with pytest.raises(ValidationError, match="planned or begun already"):
        actions.plan_caseload_review(
            gp=listed, practice=surgery, reviewer=specialist.professionals.get(), planned_on=today, by=coordinator
        )


@pytest.mark.parametrize(
    ("planned_on", "refusal"), [(date(2026, 3, 15), "today or a later day"), (NEXT, "has no post")]
)
def test_a_review_is_planned_ahead_and_of_somebody_who_works_there(
    listed, surgery, specialist, coordinator, planned_on, refusal
):
    listed.posts.update(ends_on=date(2026, 9, 13))

    with pytest.raises(ValidationError, match=refusal):
        actions.plan_caseload_review(
            gp=listed, practice=surgery, reviewer=specialist.professionals.get(), planned_on=planned_on, by=coordinator
        )


def test_a_planned_review_is_moved_and_a_begun_one_is_not(planned, people, gp, specialist, listed):
    reviewer = specialist.professionals.get()
    moved = actions.replan_caseload_review(review=planned, reviewer=reviewer, planned_on=NEXT, by=gp, version=1)
    assert moved.planned_on == NEXT
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.replan_caseload_review(review=planned, reviewer=reviewer, planned_on=NEXT, by=gp, version=1)
    with pytest.raises(ValidationError, match="somebody of the practice hands it on"):
        actions.replan_caseload_review(review=planned, reviewer=listed, planned_on=NEXT, by=specialist)
    actions.open_caseload_review(review=planned, by=gp)

    with pytest.raises(ValidationError, match="being gone through already, so its day stays"):
        actions.replan_caseload_review(review=planned, reviewer=reviewer, planned_on=NEXT, by=gp)


def test_a_review_is_cancelled_with_a_reason_and_stays_so(opened, gp):
    with pytest.raises(ValidationError, match="Say why it is cancelled"):
        actions.cancel_caseload_review(review=opened, reason=" ", by=gp)

    actions.cancel_caseload_review(review=opened, reason="The reviewer is ill", by=gp)

    with pytest.raises(ValidationError, match="it is cancelled"):
        actions.open_caseload_review(review=opened, by=gp)
    assert opened.items.count() == 3


def test_the_reviewer_sees_only_whom_they_see_anyway_and_the_whole_list_is_kept(opened, people, specialist):
    place = factories.Organisation.objects.get(pk=specialist.acting.organisation_id)
    factories.CareLinkFactory(scheme=opened.scheme, patient=people[0].patient, organisation=place)

    with stand(specialist):
        record = queries.review_record(CaseloadReview.objects.visible_to(specialist).get(), specialist, TODAY)
        assert [line.item.episode_id for line in record.lines] == [people[0].pk]
        assert record.out_of_sight == 2
        assert CaseloadReviewItem._base_manager.count() == 1
        go_through(opened, specialist)
        with pytest.raises(ValidationError, match=r"2 people still without an outcome\. 2 of them on a record"):
            signed_off(opened, specialist)


def test_a_restricted_record_is_on_the_list_and_shown_to_nobody_else(planned, people, gp, coordinator):
    factories.RestrictionFactory(patient=people[0].patient)
    with stand(coordinator):
        opened = actions.open_caseload_review(review=planned, by=coordinator)
        assert opened.people == 3
        assert queries.review_record(opened, coordinator, TODAY).out_of_sight == 1
        go_through(opened, coordinator)
        with pytest.raises(ValidationError, match=r"1 person still without an outcome\. 1 of them"):
            signed_off(opened, coordinator)
    factories.NamedAccessFactory(patient=people[0].patient, user=gp, starts_at=timezone.now())
    with stand(gp):
        go_through(opened, gp)
        assert signed_off(opened, gp).status == "signed_off"


def test_somebody_of_another_practice_has_no_part_in_it(opened, scheme):
    other = factories.sign_in("prescriber", scheme, factories.PracticeFactory())

    assert not CaseloadReview.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        signed_off(opened, other)


def test_the_database_closes_nobody_without_an_outcome(opened):
    with pytest.raises(DatabaseError, match="caseload_closed_with_outcome"), transaction.atomic():
        opened.items.update(closed_at=timezone.now())


def test_the_database_keeps_what_was_signed_off_as_it_was(opened, gp):
    go_through(opened, gp)
    signed_off(opened, gp)

    for rows, change in (
        (opened.items, {"note": "Something else"}),
        (CaseloadReview.objects.filter(pk=opened.pk), {"supervision": "Something else"}),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"status": "open"}, "opened_has_who_and_when"),
        ({"supervision": "Words"}, "supervision_was_given"),
        ({"cancel_reason": "Ill"}, "cancelled_has_who_when_and_why"),
        ({"signed_off_at": timezone.now()}, "signed_off_has_who_and_when"),
    ],
)
def test_the_database_refuses_what_must_never_be(planned, facts, name):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        CaseloadReview.objects.filter(pk=planned.pk).update(**facts)


def test_gps_with_people_and_no_review_are_listed_with_how_many(people, listed, coordinator, gp, surgery, today):
    def without(user):
        rows = queries.gps_without_review(user, today)
        return [(row["holder__name"], row["organisation__name"], row["people"]) for row in rows]

    assert without(coordinator) == without(gp) == [("Dr Greta Ash", "Elm Surgery", 3)]
    factories.CaseloadReviewFactory(gp=listed, practice=surgery, reviewer=listed, planned_on=NEXT)
    assert without(coordinator) == []


def test_a_gp_who_left_is_not_asked_for_a_review(people, listed, coordinator, gp, member, today):
    gp.memberships.update(ends_on=today - timedelta(days=1))

    assert list(queries.gps_without_review(coordinator, today)) == []
    assert list(queries.gps_without_review(member, today)) == []


def test_what_is_due_is_planned_for_today_or_begun(planned, people, gp, coordinator, today):
    actions.replan_caseload_review(
        review=planned, reviewer=planned.reviewer, planned_on=today + timedelta(days=1), by=gp
    )
    assert not queries.caseload_reviews(coordinator, "due", today).exists()
    assert queries.caseload_reviews(coordinator, "planned", today).get() == planned
    actions.open_caseload_review(review=planned, by=gp)

    assert queries.caseload_reviews(gp, "due", today).get() == planned
