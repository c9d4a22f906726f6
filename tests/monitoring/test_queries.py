"""Reading the group's work."""

from datetime import date, timedelta

import pytest

from monitoring import actions, queries
from tests import factories

TODAY = date(2026, 3, 16)


def test_a_group_that_has_not_met_for_too_long_is_late(group, coordinator, gp):
    late = queries.meeting_overdue(coordinator, TODAY)

    assert [(each.meet_by, each.last_held_on, each.planned_on) for each in late] == [(date(2025, 4, 2), None, None)]
    assert queries.meeting_overdue(gp, TODAY) == []


def test_a_group_that_met_lately_is_not_late(held, coordinator):
    assert queries.meeting_overdue(coordinator, TODAY) == []


def test_a_group_whose_next_meeting_is_planned_too_late_is_late(held, coordinator):
    factories.MeetingFactory(group=held.group, planned_on=date(2026, 9, 1))

    assert [each.planned_on for each in queries.meeting_overdue(coordinator, TODAY)] == [date(2026, 9, 1)]


def test_without_a_group_nobody_is_late(coordinator):
    assert queries.meeting_overdue(coordinator, TODAY) == []


def test_actions_past_their_day_are_everybodys_for_the_co_ordinator_and_their_own_for_others(
    meeting, coordinator, member, gp
):
    late = factories.ActionItemFactory(meeting=meeting, due_on=TODAY - timedelta(days=1), owner=gp)
    factories.ActionItemFactory(meeting=meeting, due_on=TODAY)
    factories.ActionItemFactory(meeting=meeting, due_on=TODAY - timedelta(days=1), status="done")

    assert list(queries.actions_overdue(coordinator, TODAY)) == [late]
    assert list(queries.actions_overdue(gp, TODAY)) == [late]
    assert list(queries.actions_overdue(member, TODAY)) == []
    assert queries.actions_open(coordinator).count() == 2
    assert queries.actions_open(gp).count() == 1


def test_minutes_wait_for_approval_until_they_are_approved(held, coordinator, member):
    assert list(queries.minutes_to_approve(coordinator, TODAY)) == [held]
    assert list(queries.minutes_to_approve(member, TODAY)) == []

    actions.approve_minutes(meeting=held, by=coordinator)

    assert list(queries.minutes_to_approve(coordinator, TODAY)) == []


def test_empty_seats_wait_for_whoever_fills_them(group, coordinator, member):
    assert queries.empty_seats(coordinator, TODAY).count() == 9
    assert queries.empty_seats(member, TODAY).count() == 0


def test_meetings_held_are_counted_against_planned(held, coordinator):
    snow = factories.MeetingFactory(group=held.group, planned_on=date(2026, 1, 5))
    actions.cancel_meeting(meeting=snow, reason="Snow", by=coordinator)

    kept = queries.kept(held.group, date(2025, 3, 16))

    assert (kept.planned, kept.held, kept.cancelled) == (2, 1, 1)


@pytest.mark.parametrize("words", ["actions were READ", "come first", "overdue reviews", "Last actions"])
def test_minutes_decisions_actions_and_titles_are_searched(held, member, gp, words):
    assert [item.position for item in queries.find_minutes(member, words)] == [1]
    assert not queries.find_minutes(gp, words)


def test_searching_for_nothing_finds_nothing(held, member):
    assert not queries.find_minutes(member, "")


def test_a_meeting_opens_with_the_actions_still_open_and_the_last_approved_minutes(approved, coordinator):
    following = factories.MeetingFactory(group=approved.group, planned_on=date(2026, 6, 15))

    record = queries.meeting_record(following)

    assert record.last_approved == approved
    assert [row.action for row in record.last_actions] == [approved.actions.get()]


def test_what_a_meeting_did_with_an_action_stays_with_that_meeting(approved, coordinator, today):
    action = approved.actions.get()
    following = factories.MeetingFactory(group=approved.group, planned_on=today + timedelta(days=1))
    third = factories.MeetingFactory(group=approved.group, planned_on=today + timedelta(days=90))
    actions.carry_action(action=action, due_on=date(2026, 5, 1), meeting=following, by=coordinator)
    actions.close_action(action=action, meeting=third, by=coordinator)

    second_row = queries.meeting_record(following).last_actions
    third_row = queries.meeting_record(third).last_actions[0]

    assert (third_row.here.status, third_row.times_carried, third_row.due_on) == ("done", 1, date(2026, 5, 1))
    assert [row.here.status for row in second_row] == ["carried_forward"]


def test_an_action_closed_between_meetings_is_not_raised_again(approved, coordinator):
    actions.close_action(action=approved.actions.get(), by=coordinator)
    following = factories.MeetingFactory(group=approved.group, planned_on=date(2026, 6, 15))

    assert queries.meeting_record(following).last_actions == []


def test_the_chair_is_led_from_step_to_step(meeting, coordinator, today):
    def step(day=today):
        return queries.meeting_record(meeting).next_step(day)

    assert step() == "attendance"
    actions.record_attendance(
        meeting=meeting, attended=dict.fromkeys(meeting.group.seats.all(), "member"), by=coordinator
    )
    assert step() == "freeze"
    from tests.monitoring.conftest import Q4

    actions.freeze_dashboard(meeting=meeting, quarter=Q4, by=coordinator, today=today)
    assert (step(), step(today - timedelta(days=1))) == ("hold", "")
    actions.hold_meeting(meeting=meeting, by=coordinator, today=today)
    meeting.refresh_from_db()
    assert step() == "approve"
    actions.write_minute(item=meeting.items.first(), minute="Said.", version=1, by=coordinator)
    actions.approve_minutes(meeting=meeting, by=coordinator)
    meeting.refresh_from_db()
    assert step() == ""


def test_an_action_may_be_given_to_members_and_deputies_once_each(meeting):
    seat = meeting.group.seats.first()
    holder = seat.holders.get()
    other = meeting.group.seats.last().holders.get()
    other.member_name = holder.member_name
    other.deputy_name = ""
    other.save()

    names = [name for _, name, _ in queries.people_to_ask(meeting)]

    assert len(names) == len(set(names)) == 16


@pytest.mark.parametrize("count", [1, 12])
def test_a_meeting_is_read_in_as_many_statements_whatever_was_said(
    held, coordinator, count, django_assert_max_num_queries
):
    for _ in range(count):
        item = actions.add_agenda_item(meeting=held, title="More", by=coordinator)
        actions.record_decision(item=item, text="Yes", by=coordinator)
        factories.ActionItemFactory(meeting=held, item=item, number=100 + _)

    with django_assert_max_num_queries(16):
        record = queries.meeting_record(held)
        assert all(list(item.decisions.all()) and list(item.actions.all()) for item in record.items[2:])
