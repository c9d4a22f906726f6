"""What is done by and for the monitoring group."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from audit.models import Event
from indicators.periods import Quarter
from monitoring import actions, queries
from monitoring.models import (
    ActionChange,
    ActionItem,
    AgendaItem,
    Attendance,
    DashboardSnapshot,
    Decision,
    Group,
    IssuedDocument,
    Meeting,
    MeetingStatusChange,
    ReportRun,
    Seat,
    SnapshotReason,
    SnapshotResult,
)
from tests import factories
from tests.monitoring.conftest import Q4


def said(kind: str) -> str:
    """Every sentence of this kind in the record, one a line."""
    return "\n".join(Event.objects.filter(kind=kind).values_list("sentence", flat=True))


def refusal(error) -> str:
    return " ".join(error.value.messages)


# --- the group


def test_a_group_is_set_up_with_its_terms_and_a_seat_for_each_stakeholder_group(coordinator):
    group = actions.set_up_group(
        name="Wolds group", terms="To oversee shared care.", began_on=date(2026, 1, 1), by=coordinator
    )

    assert group.seats.count() == 9
    assert group.terms.get().rule.words == (
        "At least 3 of the 8 stakeholder groups must be present, and the chair or the deputy chair."
    )
    assert "Wolds group was set up with 9 seats." in said("monitoring.group_set_up")


def test_a_scheme_has_one_group(group, coordinator):
    with pytest.raises(ValidationError, match="has its monitoring group already"):
        actions.set_up_group(name="Another", terms="x", began_on=date(2026, 1, 1), by=coordinator)

    assert Group.objects.count() == 1


@pytest.mark.parametrize("least", [0, 9])
def test_an_impossible_quorum_is_refused(coordinator, least):
    with pytest.raises(ValidationError, match="Enter a number from 1 to 8"):
        actions.set_up_group(name="G", terms="x", began_on=date(2026, 1, 1), least_groups=least, by=coordinator)


def test_new_terms_hold_from_their_day_and_earlier_meetings_keep_theirs(group, coordinator):
    actions.revise_terms(
        group=group, text="New", least_groups=5, chair_needed=False, starts_on=date(2026, 4, 1), by=coordinator
    )

    assert queries.terms_on(group.pk, date(2026, 3, 31)).number == 1
    assert queries.terms_on(group.pk, date(2026, 4, 1)).number == 2
    assert queries.terms_on(group.pk, date(2020, 1, 1)).number == 1
    assert "Terms of reference, version 2, from 1 April 2026." in said("monitoring.terms_revised")


def test_new_terms_cannot_begin_before_the_present_ones(group, coordinator):
    with pytest.raises(ValidationError, match="must begin after"):
        actions.revise_terms(
            group=group, text="New", least_groups=5, chair_needed=True, starts_on=date(2025, 1, 1), by=coordinator
        )


def test_whoever_takes_a_seat_relieves_the_one_before(group, coordinator, today):
    seat = group.seats.first()
    before = actions.fill_seat(seat=seat, member_name="Ann Early", starts_on=date(2025, 1, 1), by=coordinator)

    actions.fill_seat(seat=seat, member_name="Lee Later", deputy_name="Dee", starts_on=today, by=coordinator)

    before.refresh_from_db()
    assert before.ends_on == today - timedelta(days=1)
    assert queries.holders_on(group.pk, today)[seat.pk].member_name == "Lee Later"
    assert "Lee Later took the seat “Chair” from 16 March 2026." in said("monitoring.seat_filled")


def test_a_seat_is_not_taken_twice_on_one_day(group, coordinator, today):
    seat = group.seats.first()
    actions.fill_seat(seat=seat, member_name="Ann Early", starts_on=today, by=coordinator)

    with pytest.raises(ValidationError, match="Ann Early took the seat on that day"):
        actions.fill_seat(seat=seat, member_name="Lee Later", starts_on=today, by=coordinator)


def test_a_member_is_not_their_own_deputy(group, coordinator, today):
    with pytest.raises(ValidationError, match="somebody else than the member"):
        actions.fill_seat(
            seat=group.seats.first(), member_name="Ann", deputy_name="Ann", starts_on=today, by=coordinator
        )


def test_a_seat_that_is_left_stands_empty_and_says_so(seated, coordinator, today):
    seat = seated.seats.first()
    actions.vacate_seat(seat=seat, ends_on=today - timedelta(days=1), by=coordinator)

    assert list(queries.empty_seats(coordinator, today)) == [seat]
    assert queries.seats(seated, today)[0].holder is None
    with pytest.raises(ValidationError, match="Nobody sits there"):
        actions.vacate_seat(seat=seat, ends_on=today, by=coordinator)


# --- meetings


def test_a_meeting_is_planned_with_the_standing_agenda(group, coordinator):
    meeting = actions.plan_meeting(
        group=group, planned_on=date(2026, 4, 1), starts_at=time(13, 30), place="Library", by=coordinator
    )

    assert meeting.items.count() == 11
    assert meeting.items.all()[1].title == "Minutes of the last meeting and its actions"
    assert "A meeting was planned for 1 April 2026 at Library." in said("monitoring.meeting_planned")


def test_two_meetings_are_not_planned_for_one_day(meeting, coordinator):
    with pytest.raises(ValidationError, match="a meeting on that day already"):
        actions.plan_meeting(
            group=meeting.group, planned_on=meeting.planned_on, starts_at=time(9), place="x", by=coordinator
        )


def test_a_cancelled_meeting_says_why_and_nothing_more_is_done_with_it(meeting, coordinator):
    cancelled = actions.cancel_meeting(meeting=meeting, reason="Snow", by=coordinator)

    assert cancelled.status == "cancelled"
    assert MeetingStatusChange.objects.get(meeting=meeting).reason == "Snow"
    assert "was cancelled: Snow." in said("monitoring.meeting_cancelled")
    with pytest.raises(ValidationError, match="was cancelled"):
        actions.add_agenda_item(meeting=meeting, title="x", by=coordinator)
    with pytest.raises(ValidationError, match="it is cancelled"):
        actions.cancel_meeting(meeting=meeting, reason="Again", by=coordinator)


def test_attendance_keeps_the_names_of_the_day_and_can_be_corrected(meeting, coordinator):
    chair, commissioner = meeting.group.seats.all()[:2]
    actions.record_attendance(meeting=meeting, attended={chair: "member", commissioner: "absent"}, by=coordinator)

    actions.record_attendance(meeting=meeting, attended={commissioner: "deputy"}, by=coordinator)

    assert set(Attendance.objects.values_list("how", "name")) == {
        ("member", "Member Chair"),
        ("deputy", "Deputy Commissioner"),
    }
    assert "no quorum: 1 stakeholder group is present" in said("monitoring.attendance_recorded")


def test_an_empty_seat_cannot_be_present(group, coordinator):
    meeting = factories.MeetingFactory(group=group)

    with pytest.raises(ValidationError, match="“Chair” has no deputy on 16/03/2026"):
        actions.record_attendance(meeting=meeting, attended={group.seats.first(): "deputy"}, by=coordinator)


def test_three_people_of_one_stakeholder_group_are_one_group(group, coordinator):
    gps = [
        factories.SeatFactory(scheme=group.scheme, group=group, stakeholder_group="gp", position=90 + n)
        for n in range(3)
    ]
    for seat in gps:
        factories.SeatHolderFactory(seat=seat)
    meeting = factories.MeetingFactory(group=group)

    actions.record_attendance(meeting=meeting, attended=dict.fromkeys(gps, "member"), by=coordinator)

    assert len(queries.quorum_of(meeting).groups) == 1


def test_a_meeting_without_a_quorum_is_held_but_decides_nothing(meeting, coordinator, today):
    gp = meeting.group.seats.get(stakeholder_group="gp")
    actions.record_attendance(meeting=meeting, attended={gp: "member"}, by=coordinator)

    held = actions.hold_meeting(meeting=meeting, by=coordinator, today=today)

    assert held.status == "held"
    with pytest.raises(ValidationError) as error:
        actions.record_decision(item=meeting.items.first(), text="Yes", by=coordinator)
    assert refusal(error) == (
        "The meeting cannot decide. There is no quorum: 1 stakeholder group is present. "
        "2 more stakeholder groups are needed. The chair or the deputy chair is needed."
    )


def test_a_meeting_is_not_held_before_its_day_nor_without_anybody_nor_twice(meeting, coordinator, today):
    with pytest.raises(ValidationError, match="Record who attended first"):
        actions.hold_meeting(meeting=meeting, by=coordinator, today=today)
    with pytest.raises(ValidationError, match="not come round yet"):
        actions.hold_meeting(meeting=meeting, by=coordinator, today=today - timedelta(days=1))


def test_a_held_meeting_is_not_held_again(held, coordinator, today):
    assert "The meeting of 16 March 2026 was held. There is a quorum" in said("monitoring.meeting_held")
    with pytest.raises(ValidationError, match="it is held"):
        actions.hold_meeting(meeting=held, by=coordinator, today=today)


def test_something_can_be_put_on_the_agenda(meeting, coordinator):
    item = actions.add_agenda_item(meeting=meeting, title="Naloxone", by=coordinator)

    assert item.position == 3
    assert "“Naloxone” was put on the agenda" in said("monitoring.agenda_item_added")


def test_a_minute_written_meanwhile_by_somebody_else_is_shown_and_not_lost(meeting, coordinator):
    item = meeting.items.first()
    actions.write_minute(item=item, minute="First.", version=1, by=coordinator)

    with pytest.raises(ValidationError) as error:
        actions.write_minute(item=item, minute="Second.", version=1, by=coordinator)

    assert "It now reads: “First.”" in refusal(error)
    item.refresh_from_db()
    assert (item.minute, item.version) == ("First.", 2)


# --- actions


def test_an_action_has_one_owner_and_a_day_that_is_not_before_the_meeting(meeting, coordinator):
    item = meeting.items.first()

    with pytest.raises(ValidationError, match="must not be before the meeting"):
        actions.raise_action(item=item, what="x", owner_name="Ann", due_on=date(2026, 3, 1), by=coordinator)
    with pytest.raises(ValidationError):
        actions.raise_action(item=item, what="x", owner_name="", due_on=date(2026, 4, 1), by=coordinator)

    action = actions.raise_action(item=item, what="x", owner_name="Ann", due_on=date(2026, 4, 1), by=coordinator)
    assert "Action 1 of 16 March 2026 was given to Ann, by 1 April 2026." in said("monitoring.action_raised")
    assert action.status == "open"


def test_an_action_carried_forward_stays_pending_and_remembers_where(held, coordinator, today):
    action = held.actions.get()
    following = factories.MeetingFactory(group=held.group, planned_on=date(2026, 6, 15))

    carried = actions.carry_action(action=action, due_on=date(2026, 7, 1), meeting=following, by=coordinator)

    assert (carried.status, carried.due_now_on, carried.due_on) == (
        "carried_forward",
        date(2026, 7, 1),
        date(2026, 4, 16),
    )
    assert carried.changes.get().meeting == following
    with pytest.raises(ValidationError, match="after the present one"):
        actions.carry_action(action=action, due_on=date(2026, 4, 16), by=coordinator)


def test_a_closed_action_is_not_closed_again(held, coordinator):
    action = held.actions.get()
    actions.close_action(action=action, note="Sent", by=coordinator)

    assert "Action 1 of 16 March 2026 was closed as done." in said("monitoring.action_closed")
    with pytest.raises(ValidationError, match="it is done"):
        actions.close_action(action=action, by=coordinator)


def test_an_action_no_longer_wanted_says_why(held, coordinator):
    cancelled = actions.cancel_action(action=held.actions.get(), reason="Overtaken", by=coordinator)

    assert cancelled.status == "cancelled"
    assert "was cancelled: Overtaken." in said("monitoring.action_cancelled")


# --- frozen figures


def test_figures_are_frozen_once(held, coordinator, today):
    with pytest.raises(ValidationError, match="frozen already"):
        actions.freeze_dashboard(meeting=held, quarter=Q4, by=coordinator, today=today)

    assert DashboardSnapshot.objects.count() == 1


def test_a_later_correction_changes_no_frozen_number(quorate, patient, coordinator, today):
    plan = factories.CarePlanFactory(patient=patient)
    actions.freeze_dashboard(meeting=quorate, quarter=Q4, by=coordinator, today=today)
    row = SnapshotResult.objects.get(measure="N1", practice=None, period_code="2025-Q4")

    plan.episode.status, plan.episode.ended_on, plan.episode.end_reason = "ended", date(2025, 5, 1), "moved"
    plan.episode.save()

    figures = queries.frozen_figures(quorate.snapshot, "2025-Q4")
    assert (row.true_numerator, row.numerator) == (1, "*")
    assert next(figure.numerator for _, figure in figures if figure.code == "N1") == "*"


def test_a_snapshot_keeps_the_reasons_and_the_quarters_that_led_up_to_it(quorate, patient, coordinator, today):
    factories.CarePlanFactory(patient=patient, episode__started_on=date(2025, 11, 3))

    snapshot = actions.freeze_dashboard(meeting=quorate, quarter=Q4, by=coordinator, today=today)

    assert set(snapshot.results.filter(practice=None).values_list("period_code", flat=True)) >= {"2025-Q4", "2024-Q1"}
    reason = SnapshotReason.objects.get(result__measure="R1", result__practice=None, result__period_code="2025-Q4")
    assert (reason.reason, reason.true_count, reason.count) == ("Shared care started during the period", 1, "*")
    assert len(snapshot.sha256) == 64


def test_the_quarter_we_are_in_is_frozen_as_far_as_it_has_come(quorate, coordinator, today):
    snapshot = actions.freeze_dashboard(meeting=quorate, quarter=Quarter(2026, 1), by=coordinator, today=today)

    assert (snapshot.period_label, snapshot.period_end) == ("January to March 2026, so far", today)


# --- approval locks


def test_minutes_are_approved_once_after_the_meeting_with_something_minuted(meeting, quorate, coordinator, today):
    with pytest.raises(ValidationError, match="recorded as held first"):
        actions.approve_minutes(meeting=quorate, by=coordinator)
    actions.hold_meeting(meeting=quorate, by=coordinator, today=today)
    with pytest.raises(ValidationError, match="Write at least one minute"):
        actions.approve_minutes(meeting=quorate, by=coordinator)


def test_approval_says_who_and_when_and_asks_for_the_document(approved, coordinator):
    assert (approved.minutes_status, approved.approved_by) == ("approved", coordinator)
    assert ReportRun.objects.get(meeting=approved).kind == "minutes"
    assert list(approved.changes.values_list("move", "status")) == [("hold", "held"), ("approve", "approved")]


LOCKED = [
    lambda m, by: actions.approve_minutes(meeting=m, by=by),
    lambda m, by: actions.hold_meeting(meeting=m, by=by, today=m.planned_on),
    lambda m, by: actions.cancel_meeting(meeting=m, reason="x", by=by),
    lambda m, by: actions.record_attendance(meeting=m, attended={Seat.objects.first(): "absent"}, by=by),
    lambda m, by: actions.add_agenda_item(meeting=m, title="x", by=by),
    lambda m, by: actions.write_minute(item=m.items.first(), minute="x", version=2, by=by),
    lambda m, by: actions.record_decision(item=m.items.first(), text="x", by=by),
    lambda m, by: actions.raise_action(item=m.items.first(), what="x", owner_name="y", due_on=date(2026, 5, 1), by=by),
    lambda m, by: actions.freeze_dashboard(meeting=m, quarter=Q4, by=by, today=m.planned_on),
    lambda m, by: actions.close_action(action=m.actions.get(), meeting=m, by=by),
]


@pytest.mark.parametrize("deed", LOCKED)
def test_after_approval_every_deed_is_refused_in_words(approved, coordinator, deed):
    with pytest.raises(ValidationError, match="approved and locked"):
        deed(approved, coordinator)


FORBIDDEN = [
    lambda m: Meeting.objects.filter(pk=m.pk).update(place="Elsewhere"),
    lambda m: Meeting.objects.filter(pk=m.pk).delete(),
    lambda m: Attendance.objects.filter(meeting=m).update(how="absent"),
    lambda m: Attendance.objects.filter(meeting=m).delete(),
    lambda m: AgendaItem.objects.filter(meeting=m).update(minute="Other words"),
    lambda m: AgendaItem.objects.create(scheme_id=m.scheme_id, meeting=m, position=99, title="Late"),
    lambda m: Decision.objects.create(
        scheme_id=m.scheme_id, meeting=m, item=m.items.first(), number=9, text="x", recorded_by=m.approved_by
    ),
    lambda m: Decision.objects.filter(meeting=m).update(text="x"),
    lambda m: factories.ActionItemFactory(meeting=m),
    lambda m: ActionItem.objects.filter(meeting=m).update(what="Something else"),
    lambda m: ActionItem.objects.filter(meeting=m).delete(),
    lambda m: ActionChange.objects.create(
        scheme_id=m.scheme_id,
        action=m.actions.get(),
        meeting=m,
        move="close",
        status="done",
        due_on=m.planned_on,
        by=m.approved_by,
    ),
    lambda m: SnapshotResult.objects.update(numerator="999"),
    lambda m: DashboardSnapshot.objects.update(period_label="x"),
    lambda m: _add_result(m),
    lambda m: SnapshotReason.objects.create(
        scheme_id=m.scheme_id,
        result=SnapshotResult.objects.first(),
        outcome="excluded",
        reason="x",
        true_count=1,
        count="*",
    ),
]


def _add_result(meeting):
    row = SnapshotResult.objects.first()
    row.pk, row.position = None, 9999
    row._state.adding = True
    row.save(force_insert=True)


@pytest.mark.parametrize("change", FORBIDDEN)
def test_after_approval_the_database_refuses_every_change(approved, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(approved)


def test_an_action_is_still_closed_after_its_meeting_was_approved(approved, coordinator):
    closed = actions.close_action(action=approved.actions.get(), by=coordinator)

    assert closed.status == "done"


# --- documents


def test_a_report_needs_frozen_figures_and_is_asked_for_once(held, quorate, coordinator):
    empty = factories.MeetingFactory(group=held.group, planned_on=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="Freeze the figures"):
        actions.request_report(meeting=empty, by=coordinator)

    first = actions.request_report(meeting=held, by=coordinator)

    assert actions.request_report(meeting=held, by=coordinator) == first
    assert Event.objects.filter(kind="monitoring.report_requested").count() == 1


def test_a_report_is_claimed_by_one_worker_only(held, coordinator):
    run = actions.request_report(meeting=held, by=coordinator)

    assert actions.claim_report(run_id=run.pk).status == "producing"
    assert actions.claim_report(run_id=run.pk) is None


def test_an_issued_document_is_kept_with_its_hash_and_never_changed(held, coordinator):
    run = actions.claim_report(run_id=actions.request_report(meeting=held, by=coordinator).pk)

    document = actions.complete_report(run=run, title="Report", content=b"bytes")

    assert document.sha256 == "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9"
    assert "Audit report of 16 March 2026 was issued." in said("monitoring.document_issued")
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.update(content=b"other")


def test_a_failed_report_says_why_and_may_be_tried_again(held, coordinator):
    run = actions.claim_report(run_id=actions.request_report(meeting=held, by=coordinator).pk)
    actions.fail_report(run=run, reason="No fonts")

    again = actions.retry_report(run=run, by=coordinator)

    assert (again.status, again.reason) == ("queued", "")
    with pytest.raises(ValidationError, match="waiting to be made"):
        actions.retry_report(run=run, by=coordinator)


def test_only_whoever_runs_the_meetings_seats_people(group, member, today):
    with pytest.raises(PermissionDenied):
        actions.fill_seat(seat=group.seats.first(), member_name="x", starts_on=today, by=member)
