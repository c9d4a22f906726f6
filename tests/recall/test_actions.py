"""The deeds of call and recall: done, refused, recorded, and harmless twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from audit.models import Event
from recall import actions, delivery, queries
from recall.answering import Standing
from recall.lifecycle import ATTEMPT_LIFE, LIFE, AttemptState, Status
from recall.models import Answer, AttemptOutcome, Concern, Invitation, InvitationAttempt, Wording
from recall.outcomes import Refused
from recall.queries import statements
from recall.schedule import History, Step, next_step
from tests import factories
from tests.recall import cast


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001")


@pytest.fixture
def campaign(person, coordinator):
    return cast.launch(coordinator)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def sent(*answers):
    delivery.drain(gateway=cast.FakeGateway(*answers))


def test_a_campaign_is_drafted_with_the_wording_that_ships(coordinator):
    campaign = cast.draft(coordinator)

    assert campaign.status == "draft"
    assert Wording.objects.count() == 8
    assert Event.objects.get(kind="recall.campaign_drafted").sentence == (
        "The campaign Spring recall was drafted, for reviews due by 31 March 2026."
    )
    cast.draft(coordinator, "Autumn recall")
    assert Wording.objects.count() == 8


def test_two_campaigns_may_not_have_one_name(coordinator):
    cast.draft(coordinator)

    with pytest.raises(ValidationError, match="another"):
        cast.draft(coordinator)


def test_a_launch_writes_the_whole_cohort_with_its_reasons(scheme, practice, person, coordinator):
    factories.OptOutFactory(scheme=scheme, patient=cast.due(scheme, practice))
    cast.due(scheme, practice, next_review_on=date(2026, 4, 1))

    campaign = cast.launch(coordinator)

    balance = queries.balance(campaign)
    assert (balance.cohort, balance.waiting, balance.excluded) == (2, {"to_send": 1}, {"opted_out": 1})
    assert campaign.protocol.number == 1
    assert Event.objects.get(kind="recall.campaign_launched").sentence == (
        "The campaign Spring recall was launched: 2 people, 1 to be invited and 1 not."
    )
    assert campaign.changes.get().move == "launch"


def test_a_launched_campaign_is_not_launched_again(campaign, coordinator):
    with pytest.raises(ValidationError, match="it is running"):
        actions.launch_campaign(campaign=campaign, by=coordinator)


def test_writing_the_cohort_twice_writes_nobody_twice(campaign, today):
    assert statements.invite_cohort(campaign, today) == (0, 0)
    assert InvitationAttempt.objects.count() == 1


def test_a_campaign_for_nobody_is_refused(coordinator):
    with pytest.raises(ValidationError, match="Nobody has a review due"):
        cast.launch(coordinator)


def test_nobody_is_invited_by_two_campaigns_at_once(campaign, coordinator):
    second = cast.launch(coordinator, "Second")

    assert queries.balance(second).excluded == {"open_invitation": 1}


def test_stopping_cancels_what_has_not_left_and_nothing_else(scheme, practice, campaign, coordinator):
    sent()
    cast.due(scheme, practice, mobile="07700 900002")
    second = cast.launch(coordinator, "Second")

    actions.stop_campaign(campaign=second, by=coordinator, reason="Wrong month")
    actions.stop_campaign(campaign=campaign, by=coordinator)

    assert queries.balance(second).excluded == {"campaign_stopped": 1, "open_invitation": 1}
    assert queries.balance(campaign).invited == 1
    assert Event.objects.filter(kind="recall.campaign_stopped").count() == 2


@pytest.mark.parametrize(
    ("state", "reason"),
    [("waiting", ""), ("excluded", ""), ("failed", ""), ("invited", "to_send"), ("waiting", "deceased"), ("lost", "")],
)
def test_the_database_refuses_a_state_without_its_reason(campaign, state, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(state=state, reason=reason)


def test_outcomes_answers_and_wordings_are_never_changed(campaign):
    sent()
    for model in (AttemptOutcome, Wording):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.update(scheme=campaign.scheme)


def test_an_answer_ends_the_reminders(campaign, nurse, clock, today):
    sent()

    answer = actions.record_answer(invitation=Invitation.objects.get(), response="booked", answered_on=today, by=nurse)

    clock.shift(timedelta(days=30))
    assert actions.plan_reminders(campaign=campaign) == 0
    assert answer.recorded_by == nurse
    assert Event.objects.get(kind="recall.answer_recorded").sentence.endswith("booked a review.")


def test_an_answer_takes_back_what_has_not_left(campaign, nurse, today):
    actions.record_answer(invitation=Invitation.objects.get(), response="moved", answered_on=today, by=nurse)

    assert queries.balance(campaign).excluded == {"answered": 1}
    with pytest.raises(ValidationError, match="was not invited"):
        actions.record_answer(invitation=Invitation.objects.get(), response="moved", answered_on=today, by=nurse)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 3, 17), "in the future"), (date(2026, 3, 15), "earlier than the campaign")]
)
def test_an_answer_has_a_day_between_the_campaign_and_now(campaign, nurse, day, why):
    with pytest.raises(ValidationError, match=why):
        actions.record_answer(invitation=Invitation.objects.get(), response="booked", answered_on=day, by=nurse)


def test_second_and_third_invitations_go_out_three_weeks_apart_and_then_a_clinician_decides(
    campaign, clock, nurse, coordinator
):
    sent()
    assert actions.plan_reminders(campaign=campaign) == 0
    for made in (2, 3):
        clock.shift(timedelta(days=21))
        assert delivery.plan_reminders().reminders == 1
        assert actions.plan_reminders(campaign=campaign) == 0
        sent()
        assert InvitationAttempt.objects.filter(state="accepted").count() == made
        assert queries.no_answer_members(nurse).count() == 0
    clock.shift(timedelta(days=21))

    assert delivery.plan_reminders().reminders == 0
    (undecided,) = queries.no_answer_members(nurse)
    campaign.refresh_from_db()
    assert campaign.status == "running"

    actions.record_answer(
        invitation=undecided,
        response="decided",
        answered_on=timezone.localdate(),
        by=nurse,
        note="Ask at next collection",
    )
    assert queries.no_answer_members(nurse).count() == 0
    delivery.plan_reminders()
    campaign.refresh_from_db()
    assert campaign.status == "finished"
    assert Event.objects.get(kind="recall.campaign_finished").process == "recall.plan_reminders"


def test_the_reminder_says_that_it_is_one(campaign, clock):
    sent()
    clock.shift(timedelta(days=21))
    actions.plan_reminders(campaign=campaign)
    sent()

    assert InvitationAttempt.objects.get(sequence=2).body.startswith("A reminder: ")
    assert "review" not in InvitationAttempt.objects.get(sequence=2).body


def test_somebody_who_can_no_longer_be_reached_is_for_a_clinician(campaign, person, clock, coordinator):
    sent()
    type(person).objects.filter(pk=person.pk).update(safe_to_text=False, safe_to_post=False)
    clock.shift(timedelta(days=21))

    assert actions.plan_reminders(campaign=campaign) == 0
    assert queries.no_answer_members(coordinator).count() == 1


def test_a_campaign_with_somebody_waiting_does_not_finish(campaign):
    assert not actions.finish_campaign(campaign=campaign)
    sent()
    assert not actions.finish_campaign(campaign=campaign)


def test_a_review_ends_the_invitation_without_anybody_telling_recall(campaign, person, clock, today):
    sent()
    assert Invitation.objects.open().count() == 1
    factories.ReviewFactory(plan=person.plans.get(), reviewed_on=today)
    clock.shift(timedelta(days=21))

    assert Invitation.objects.open().count() == 0
    assert actions.plan_reminders(campaign=campaign) == 0
    assert actions.finish_campaign(campaign=campaign)
    assert actions.plan_reminders(campaign=campaign) == 0


def test_a_failed_invitation_is_tried_again_by_the_channel_that_is_right_now(campaign, person, coordinator):
    sent(Refused("No such number"))
    type(person).objects.filter(pk=person.pk).update(mobile="", email="alex@example.org")

    attempt = actions.try_again(invitation=Invitation.objects.get(), by=coordinator)

    assert (attempt.sequence, attempt.channel) == (2, "email")
    assert queries.balance(campaign).waiting == {"to_send": 1}
    with pytest.raises(ValidationError, match="can be tried again"):
        actions.try_again(invitation=Invitation.objects.get(), by=coordinator)
    sent()
    assert queries.balance(campaign).invited == 1


def test_nobody_is_tried_again_who_may_not_be_invited(campaign, person, coordinator):
    sent(Refused("No such number"))
    type(person).objects.filter(pk=person.pk).update(status="deceased")

    with pytest.raises(ValidationError, match="has died"):
        actions.try_again(invitation=Invitation.objects.get(), by=coordinator)


def test_a_refused_reminder_leaves_the_person_invited(campaign, clock):
    sent()
    clock.shift(timedelta(days=21))
    actions.plan_reminders(campaign=campaign)
    sent(Refused("Number gone"))

    assert Invitation.objects.get().state == "invited"


BAD_WORDINGS = [
    ("sms", "", "Your methadone review. Ring {telephone}.", "methadone"),
    ("sms", "", "Ring {telephone} or see https://example.org/a", "link out"),
    ("sms", "", "Ring {telephone} about 999 123 4560", "NHS number"),
    ("sms", "", "Ring us.", "number to ring"),
    ("sms", "", "{nhs_number} {telephone}", "can be filled in"),
    ("sms", "", "{telephone} " + "x" * 918, "918 characters"),
    ("email", "", "Ring {telephone}.", "headed with"),
    ("email", "Your drug treatment", "Ring {telephone}.", "drug"),
]


@pytest.mark.parametrize(("kind", "subject", "body", "why"), BAD_WORDINGS)
def test_a_wording_that_gives_something_away_or_cannot_be_sent_is_refused(coordinator, kind, subject, body, why):
    with pytest.raises(ValidationError, match=why):
        actions.change_wording(kind=kind, is_reminder=False, subject=subject, body=body, by=coordinator)


def test_a_new_wording_is_a_new_version_and_the_next_message_says_it(campaign, coordinator):
    made = actions.change_wording(
        kind="sms", is_reminder=False, body="Please ring {telephone}, {practice}.", by=coordinator
    )
    cast.read_by_service_users(campaign.scheme_id, coordinator)
    sent()

    assert made.number == 2
    assert InvitationAttempt.objects.get().body == "Please ring your practice, Elm Surgery."
    assert InvitationAttempt.objects.get().wording == made


def test_the_first_version_of_a_wording_is_number_one(coordinator):
    made = actions.change_wording(kind="sms", is_reminder=True, body="Please ring {telephone}.", by=coordinator)

    assert made.number == 1


STEPS = [
    (History(1, date(2026, 3, 1)), Step.WAIT),
    (History(1, date(2026, 2, 23)), Step.REMIND),
    (History(2, date(2026, 2, 23)), Step.REMIND),
    (History(3, date(2026, 2, 23)), Step.DECIDE),
    (History(3, date(2026, 2, 24)), Step.WAIT),
    (History(1, date(2026, 2, 23), reachable=False), Step.DECIDE),
    (History(1, date(2026, 2, 23), in_hand=True), Step.WAIT),
    (History(3, date(2026, 2, 23), answer=Standing.CLOSES), Step.CLOSE),
    (History(3, date(2026, 2, 23), answer=Standing.WAITS), Step.WAIT),
    (History(3, date(2026, 2, 23), answer=Standing.DECIDES), Step.DECIDE),
    (History(0, None, answer=Standing.OPEN), Step.REMIND),
    (History(1, date(2026, 2, 23), waits=True), Step.WAIT),
    (History(1, date(2026, 3, 16), closed=True), Step.CLOSE),
    (History(1, date(2026, 2, 23), free_on=date(2026, 3, 17)), Step.WAIT),
    (History(3, date(2026, 2, 23), free_on=date(2026, 3, 17)), Step.DECIDE),
]


@pytest.mark.parametrize(("history", "expected"), STEPS)
def test_what_comes_next(history, expected):
    assert next_step(history, attempts=3, gap_days=21, today=date(2026, 3, 16)) == expected


@pytest.mark.parametrize(("history", "expected"), STEPS)
def test_the_statement_says_what_comes_next_as_the_rule_does(
    history, expected, campaign, person, nurse, coordinator, today
):
    nurse.colleague = coordinator
    write_down(history, campaign, person, nurse)

    assert statements.steps(campaign, today) == {campaign.invitations.get().pk: expected}


ANSWERS = {
    Standing.CLOSES: ("declined", None),
    Standing.WAITS: ("not_now", date(2026, 3, 17)),
    Standing.DECIDES: ("missed", None),
    Standing.OPEN: ("not_now", date(2026, 3, 16)),
}


def looked_into(person, nurse):
    """An answer to a campaign that has ended is being looked into."""
    other = Invitation.objects.create(
        scheme=person.scheme, campaign=cast.draft(nurse.colleague, "Last year"), patient=person,
        practice=person.practice, state="excluded", reason="answered",
    )  # fmt: skip
    answer = Answer.objects.create(
        scheme=person.scheme, invitation=other, response="moved", answered_on=date(2026, 2, 1), source="sms"
    )
    Concern.objects.create(scheme=person.scheme, answer=answer, patient=person, holder=nurse)


def heard_from_another_campaign(free_on, invitation, nurse):
    """As often as a month allows, thirty days before there is room again."""
    on = timezone.make_aware(timezone.datetime.combine(free_on - timedelta(days=30), timezone.datetime.min.time()))
    other = Invitation.objects.create(
        scheme=invitation.scheme, campaign=cast.draft(nurse.colleague, "Last year"), patient=invitation.patient,
        practice=invitation.practice, state="invited", invited_at=on,
    )  # fmt: skip
    for sequence in (1, 2):
        InvitationAttempt.objects.create(
            scheme=invitation.scheme, campaign=other.campaign, invitation=other, sequence=sequence, channel="sms",
            state="accepted", claimed_at=on, settled_at=on,
        )  # fmt: skip


def write_down(history, campaign, person, nurse):
    """A person of whom exactly this history is true."""
    invitation = Invitation.objects.get()
    last_on = history.last_on or date(2026, 2, 1)
    on = timezone.make_aware(timezone.datetime.combine(last_on, timezone.datetime.min.time()))
    InvitationAttempt.objects.update(state="sending", token=campaign.pk, claimed_at=on, lease_until=on,
                                     wording=Wording.objects.first())  # fmt: skip
    InvitationAttempt.objects.update(state="accepted", settled_at=on)
    Invitation.objects.update(state="invited", reason="", invited_at=on)
    made = {"scheme": campaign.scheme, "campaign": campaign, "invitation": invitation, "channel": "sms"}
    for sequence in range(2, history.attempts + 1):
        InvitationAttempt.objects.create(**made, sequence=sequence, state="refused", settled_at=on)
    if history.in_hand:
        InvitationAttempt.objects.create(**made, sequence=9)
    if history.answer:
        response, again = ANSWERS[history.answer]
        Answer.objects.create(scheme=campaign.scheme, invitation=invitation, response=response, ask_again_on=again,
                              answered_on=last_on, recorded_by=nurse)  # fmt: skip
    if history.waits:
        looked_into(person, nurse)
    if history.free_on:
        heard_from_another_campaign(history.free_on, invitation, nurse)
    if history.closed:
        factories.OptOutFactory(scheme=campaign.scheme, patient=person)
    if not history.reachable:
        type(person).objects.filter(pk=person.pk).update(safe_to_text=False, safe_to_post=False)


@pytest.mark.parametrize("life", [LIFE, ATTEMPT_LIFE])
def test_every_status_but_the_final_ones_can_move(life):
    final = {
        Status.FINISHED, Status.STOPPED, AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.MISSED,
        AttemptState.CANCELLED,
    }  # fmt: skip

    for status in type(life.initial):
        assert bool(life.moves_from(status)) == (status not in final), status


def test_a_person_page_shows_the_open_invitation_to_the_whole_team(campaign, person, coordinator):
    sent()
    panel = queries.invitations_panel(person)

    assert panel.open.invitation.campaign == campaign
    assert panel.open.last == "Text message, sent"
    actions.stop_campaign(campaign=campaign, by=coordinator)
    assert queries.invitations_panel(person).open is None


def test_somebody_never_attempted_has_nothing_last(scheme, practice, person, coordinator):
    skipped = cast.due(scheme, practice)
    factories.OptOutFactory(scheme=scheme, patient=skipped)
    cast.launch(coordinator)

    assert queries.invitations_panel(skipped).rows[0].last == ""


def test_what_needs_a_person_is_counted_as_it_is_listed(scheme, practice, campaign, coordinator, member):
    cast.due(scheme, practice)
    cast.launch(coordinator, "Second")
    sent(Refused("No"))

    assert queries.failed_members(coordinator).count() == 1
    assert queries.print_runs_to_post(coordinator).count() == 1
    assert queries.unknown_attempts(coordinator).count() == 0
    assert queries.failed_members(member).count() == queries.print_runs_to_post(member).count() == 0
