"""Starting, agreeing, revising, reviewing and ending: what is done, refused, kept and put on record."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event
from careplans import actions, queries
from careplans.lifecycle import LIFE, VERSION_LIFE, Status, VersionStatus
from careplans.models import CarePlan, Goal, Handout, Outcome, PlanAction, Review
from tests import factories

TODAY = date(2026, 3, 16)


def kinds():
    return set(Event.objects.values_list("kind", flat=True))


# --- Starting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("complexity", "due"),
    [("stable", date(2027, 3, 1)), ("complex", date(2026, 8, 31)), ("chaotic", date(2026, 6, 1))],
)
def test_shared_care_starts_with_a_draft_and_its_first_review_as_the_protocol_says(
    patient, gp, aspects, complexity, due
):
    plan = actions.start_shared_care(patient=patient, started_on=date(2026, 3, 2), complexity=complexity, by=gp)

    assert (plan.status, plan.next_review_on, plan.episode.complexity) == (Status.DRAFT, due, complexity)
    assert plan.versions.get().status == VersionStatus.DRAFT
    assert {"careplans.plan_started", "episodes.episode_started"} <= kinds()


def test_starting_twice_is_refused_and_leaves_one_plan(plan, gp):
    with pytest.raises(ValidationError, match="already in shared care"):
        actions.start_shared_care(patient=plan.patient, started_on=TODAY, complexity="stable", by=gp)

    assert CarePlan.objects.count() == 1


# --- Goals and actions ------------------------------------------------------------------------------------------------


def test_a_goal_keeps_the_persons_words_verbatim_with_rewording_beside_them(plan, gp):
    words = "I  want to\nsleep – properly"

    goal = actions.record_goal(
        plan=plan, own_words=words, staff_wording="Improve sleep", importance=9, confidence=4, by=gp
    )

    assert Goal.objects.get() == goal
    assert (goal.own_words, goal.staff_wording, goal.position) == (words, "Improve sleep", 1)
    assert "careplans.goal_recorded" in kinds()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"own_words": " "}, "own words"),
        ({"importance": 11}, "0 to 10"),
        ({"confidence": -1}, "greater than or equal to 0"),
    ],
)
def test_a_goal_without_words_or_beyond_ten_is_refused(plan, gp, facts, said):
    with pytest.raises(ValidationError, match=said):
        actions.record_goal(plan=plan, by=gp, **{"own_words": "Sleep", "importance": 1, "confidence": 1, **facts})


def test_the_database_never_lets_a_goals_words_be_rewritten(goal):
    goal.own_words = "Something tidier"

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        goal.save()


def test_a_correction_takes_a_goals_place_with_its_actions_and_keeps_the_first(goal, plan_action, gp):
    new = actions.correct_goal(goal=goal, own_words="I want to run", importance=9, confidence=7, by=gp)

    goal.refresh_from_db()
    assert (goal.superseded_by, goal.own_words) == (new, "I want to walk my daughter to school")
    assert [act.what for act in new.actions.standing()] == [plan_action.what]
    assert new.position == goal.position
    with pytest.raises(ValidationError, match="corrected or taken out already"):
        actions.correct_goal(goal=goal, own_words="I want to fly", importance=9, confidence=7, by=gp)


def test_what_is_taken_out_of_a_draft_is_kept_and_no_longer_stands(goal, plan_action, gp):
    actions.withdraw_plan_action(plan_action=plan_action, by=gp)
    actions.withdraw_goal(goal=goal, by=gp)

    assert (Goal.objects.count(), PlanAction.objects.count()) == (1, 1)
    assert not Goal.objects.standing().exists()
    assert not PlanAction.objects.standing().exists()
    assert {"careplans.goal_withdrawn", "careplans.action_withdrawn"} <= kinds()
    with pytest.raises(ValidationError, match="taken out already"):
        actions.withdraw_goal(goal=goal, by=gp)
    with pytest.raises(ValidationError, match="taken out already"):
        actions.record_plan_action(goal=goal, what="Walk", owner_kind="person", by=gp)


def test_an_action_says_what_is_done(goal, gp):
    with pytest.raises(ValidationError, match="Say what"):
        actions.record_plan_action(goal=goal, what=" ", owner_kind="person", by=gp)


def test_what_to_do_if_things_get_worse_is_written_into_the_draft(plan, gp):
    version = actions.write_escalation(plan=plan, if_things_get_worse="Call us", by=gp)

    assert version.if_things_get_worse == "Call us"
    assert "careplans.escalation_written" in kinds()


# --- Agreeing and revising --------------------------------------------------------------------------------------------


def test_a_plan_is_agreed_on_a_day_with_those_who_were_there(plan, plan_action, gp):
    version = actions.agree_plan(plan=plan, agreed_on=TODAY, present="Alex and Dr Ash", by=gp)

    plan.refresh_from_db()
    assert (plan.status, version.status) == (Status.AGREED, VersionStatus.AGREED)
    assert (version.agreed_on, version.agreed_by, version.present) == (TODAY, gp, "Alex and Dr Ash")
    assert "careplans.plan_agreed" in kinds()


def test_a_plan_is_not_agreed_without_a_goal_a_helper_and_a_date(plan, gp):
    with pytest.raises(ValidationError) as refused:
        actions.agree_plan(plan=plan, agreed_on=TODAY, present="Alex", by=gp)

    assert [message.removeprefix("The plan cannot be agreed yet. ") for message in refused.value.messages] == [
        "There is no goal in the person’s own words yet.",
        "No action names who helps.",
        "No action has a date.",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"agreed_on": date(2026, 3, 17)}, "cannot be agreed in the future"),
        ({"agreed_on": date(2026, 3, 1)}, "had not begun"),
        ({"present": " "}, "who was there"),
        ({"version": 1}, "Somebody else changed this plan"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(plan, plan_action, gp, facts, said):
    with pytest.raises(ValidationError, match=said):
        actions.agree_plan(plan=plan, by=gp, **{"agreed_on": TODAY, "present": "Alex", **facts})


def test_agreeing_twice_is_refused(agreed, gp):
    with pytest.raises(ValidationError, match="it is agreed"):
        actions.agree_plan(plan=agreed, agreed_on=TODAY, present="Alex", by=gp)


def test_a_new_version_starts_from_the_old_one_which_stays_as_it_was(agreed, goal, plan_action, gp):
    draft = actions.revise_plan(plan=agreed, reason="A new goal", by=gp)

    carried = draft.goals.get()
    assert (draft.number, draft.reason, carried.own_words, carried.carried_from) == (
        2,
        "A new goal",
        goal.own_words,
        goal,
    )
    assert carried.actions.get().what == plan_action.what
    assert agreed.versions.get(number=1).status == VersionStatus.AGREED
    assert queries.version_in_force(agreed).number == 1

    actions.agree_plan(plan=agreed, agreed_on=TODAY, present="Alex", by=gp)

    first = agreed.versions.get(number=1)
    assert (first.status, [g.own_words for g in queries.goals_of(first)]) == (
        VersionStatus.SUPERSEDED,
        [goal.own_words],
    )
    assert queries.version_in_force(agreed).number == 2


def test_a_new_version_needs_a_reason(agreed, gp):
    with pytest.raises(ValidationError, match="Say why"):
        actions.revise_plan(plan=agreed, reason=" ", by=gp)


def test_a_draft_is_not_revised(plan, gp):
    with pytest.raises(ValidationError, match="it is draft"):
        actions.revise_plan(plan=plan, reason="Another", by=gp)


def test_an_agreed_version_takes_no_more_goals_or_actions(agreed, goal, plan_action, gp):
    with pytest.raises(ValidationError, match="Start a new version"):
        actions.record_goal(plan=agreed, own_words="More", importance=1, confidence=1, by=gp)
    with pytest.raises(ValidationError, match="Start a new version"):
        actions.record_plan_action(goal=goal, what="More", owner_kind="person", by=gp)
    with pytest.raises(ValidationError, match="Start a new version"):
        actions.withdraw_plan_action(plan_action=plan_action, by=gp)


# --- Reviewing --------------------------------------------------------------------------------------------------------


def test_a_review_sets_when_the_next_is_due(plan, gp):
    review = actions.record_review(
        plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, note="Well", contact_details_confirmed=True, by=gp
    )

    plan.refresh_from_db()
    assert plan.next_review_on == review.next_review_on == date(2027, 3, 15)
    assert (review.note, review.contact_details_confirmed, review.recorded_by) == ("Well", True, gp)
    assert "The plan was reviewed on 16 March 2026: goes on as it is." in Event.objects.values_list(
        "sentence", flat=True
    )


def test_a_review_entered_late_does_not_move_what_a_later_one_set(plan, gp):
    actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)

    actions.record_review(plan=plan, reviewed_on=date(2026, 3, 9), outcome=Outcome.CONTINUES, by=gp)

    plan.refresh_from_db()
    assert plan.next_review_on == date(2027, 3, 15)


def test_a_second_review_on_the_same_day_is_refused(plan, gp):
    actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)

    with pytest.raises(ValidationError, match="recorded already"):
        actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CHANGED, by=gp)


def test_a_review_that_hands_back_ends_the_plan_and_the_episode(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=date(2026, 3, 10), outcome=Outcome.RETURNED, by=gp)

    plan.refresh_from_db()
    assert review.next_review_on is None
    assert (plan.status, plan.episode.status, plan.episode.end_reason) == (Status.ENDED, "ended", "returned")
    assert plan.episode.ended_on == date(2026, 3, 10)
    assert not plan.episode.responsibilities.held_now().exists()
    assert {"careplans.review_recorded", "careplans.plan_ended", "episodes.episode_ended"} <= kinds()


def test_somebody_who_may_not_end_shared_care_may_not_hand_back(plan, nurse):
    with pytest.raises(PermissionDenied):
        actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.RETURNED, by=nurse)


def test_a_review_cannot_be_recorded_on_an_ended_plan(plan, gp):
    actions.end_shared_care(plan=plan, ended_on=TODAY, end_reason="completed", by=gp)

    with pytest.raises(ValidationError, match="has ended"):
        actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)


def test_a_correction_takes_a_reviews_place_and_what_is_due_follows(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)

    new = actions.correct_review(
        review=review, reviewed_on=date(2026, 3, 9), outcome=Outcome.CHANGED, reason="Wrong day", by=gp
    )

    review.refresh_from_db()
    plan.refresh_from_db()
    assert (review.superseded_by, Review.objects.standing().get(), new.correction_reason) == (new, new, "Wrong day")
    assert plan.next_review_on == date(2027, 3, 8)
    assert "The review of 16 March 2026 was corrected." in Event.objects.values_list("sentence", flat=True)
    with pytest.raises(ValidationError, match="corrected already"):
        actions.correct_review(review=review, reviewed_on=TODAY, outcome=Outcome.CHANGED, reason="Again", by=gp)


def test_a_correction_on_the_same_day_keeps_one_review_that_day(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)

    actions.correct_review(review=review, reviewed_on=TODAY, outcome=Outcome.CHANGED, reason="It changed", by=gp)

    assert Review.objects.standing().get().outcome == Outcome.CHANGED


def test_a_correction_needs_a_reason(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.CONTINUES, by=gp)

    with pytest.raises(ValidationError, match="what was wrong"):
        actions.correct_review(review=review, reviewed_on=TODAY, outcome=Outcome.CONTINUES, reason="", by=gp)


def test_a_correction_does_not_take_shared_care_up_again(plan, gp):
    review = actions.record_review(plan=plan, reviewed_on=TODAY, outcome=Outcome.RETURNED, by=gp)

    with pytest.raises(ValidationError, match="cannot undo that"):
        actions.correct_review(review=review, reviewed_on=TODAY, outcome=Outcome.CONTINUES, reason="Slip", by=gp)

    noted = actions.correct_review(
        review=review, reviewed_on=TODAY, outcome=Outcome.RETURNED, note="By letter", reason="A note", by=gp
    )
    assert noted.note == "By letter"


# --- Ending -----------------------------------------------------------------------------------------------------------


def test_ending_shared_care_ends_plan_episode_and_responsibilities_together(agreed, gp):
    ended = actions.end_shared_care(
        plan=agreed, ended_on=TODAY, end_reason="moved", reason="To the coast", version=agreed.version, by=gp
    )

    assert (ended.status, ended.episode.changes.get().reason) == (Status.ENDED, "To the coast")
    with pytest.raises(ValidationError, match="it is ended"):
        actions.end_shared_care(plan=agreed, ended_on=TODAY, end_reason="moved", by=gp)


# --- Printing ---------------------------------------------------------------------------------------------------------


def test_the_same_words_are_printed_once_and_kept(agreed, gp, nurse):
    first = actions.print_plan(plan=agreed, variant="easy", by=gp)
    second = actions.print_plan(plan=agreed, variant="easy", by=nurse)

    assert first == second
    assert Event.objects.filter(kind="careplans.plan_printed").count() == 2


def test_a_change_in_who_is_who_makes_a_new_handout_and_keeps_the_old(agreed, gp, key_worker, aspects):
    from episodes import actions as episodes

    first = actions.print_plan(plan=agreed, variant="easy", by=gp)
    episodes.assign_responsibility(
        episode=agreed.episode, aspect=aspects["key_work"], holder=key_worker.professionals.get(), by=gp
    )

    second = actions.print_plan(plan=agreed, variant="easy", by=gp)

    assert first != second
    assert bytes(Handout.objects.get(pk=first.pk).pdf) == bytes(first.pdf)


def test_a_replaced_version_prints_as_it_was_printed(agreed, gp):
    before = actions.print_plan(plan=agreed, variant="easy", by=gp)
    actions.revise_plan(plan=agreed, reason="A new goal", by=gp)
    actions.agree_plan(plan=agreed, agreed_on=TODAY, present="Alex", by=gp)

    again = actions.print_plan(plan=agreed, variant="easy", version=agreed.versions.get(number=1), by=gp)

    assert again == before


def test_a_plan_without_a_version_has_nothing_to_print(patient, gp):
    with pytest.raises(ValidationError, match="nothing to print"):
        actions.print_plan(plan=factories.CarePlanFactory(patient=patient), variant="easy", by=gp)


def test_a_handout_is_never_changed_or_removed(agreed, gp):
    handout = actions.print_plan(plan=agreed, variant="easy", by=gp)

    with pytest.raises(DatabaseError), transaction.atomic():
        Handout.objects.filter(pk=handout.pk).update(variant="large")
    with pytest.raises(DatabaseError), transaction.atomic():
        handout.delete()


# --- What the database refuses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda plan: factories.CarePlanFactory(patient=plan.patient),
        lambda plan: factories.PlanVersionFactory(plan=plan, number=1, agreed=True),
        lambda plan: factories.PlanVersionFactory(plan=plan, number=2),
        lambda plan: factories.PlanVersionFactory(plan=plan, number=2, agreed=True, present=""),
        lambda plan: factories.PlanVersionFactory(plan=plan, number=2, agreed=True, status="lost"),
        lambda plan: factories.GoalFactory(version=plan.versions.get(), own_words=""),
        lambda plan: factories.GoalFactory(version=plan.versions.get(), importance=11),
        lambda plan: factories.GoalFactory(version=plan.versions.get(), withdrawn_by=factories.UserFactory()),
        lambda plan: factories.PlanActionFactory(goal=factories.GoalFactory(version=plan.versions.get()), what=""),
        lambda plan: factories.PlanActionFactory(
            goal=factories.GoalFactory(version=plan.versions.get()), owner_kind="nobody"
        ),
        lambda plan: factories.ReviewFactory(plan=plan, next_review_on=None),
        lambda plan: factories.ReviewFactory(plan=plan, outcome="returned"),
        lambda plan: factories.ReviewFactory(plan=plan, outcome="lost"),
        lambda plan: [factories.ReviewFactory(plan=plan) for _ in range(2)],
    ],
)
def test_the_database_refuses_what_cannot_be(plan, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(plan)


@pytest.mark.parametrize("life", [LIFE, VERSION_LIFE])
def test_every_status_but_the_last_can_move(life):
    statuses = {status for pair in life.transitions() for status in pair}

    assert {status for status in statuses if not life.moves_from(status)} <= {"ended", "superseded"}
