"""Who may do what for the monitoring group: whoever runs the scheme, and nobody else."""

from datetime import date, time

from accounts.roles import Role
from indicators.periods import Quarter
from monitoring import actions
from monitoring.models import ReportRun
from tests import factories
from tests.matrix import Row

RUNS_MEETINGS = {Role.SCHEME_COORDINATOR}
DAY = date(2026, 3, 16)


def group(world):
    return factories.GroupFactory(scheme=world.scheme)


def meeting(world):
    return factories.MeetingFactory(group=group(world))


def item(world):
    return meeting(world).items.first()


def quorate(world, *, minuted=False):
    made = meeting(world)
    for seat in made.group.seats.all():
        factories.SeatHolderFactory(seat=seat)
    by = world.cast[Role.SCHEME_COORDINATOR]
    actions.record_attendance(meeting=made, attended=dict.fromkeys(made.group.seats.all(), "member"), by=by)
    if minuted:
        actions.hold_meeting(meeting=made, by=by, today=DAY)
        actions.write_minute(item=made.items.first(), minute="Said.", version=1, by=by)
    return made


def frozen(world):
    made = meeting(world)
    by = world.cast[Role.SCHEME_COORDINATOR]
    actions.freeze_dashboard(meeting=made, quarter=Quarter(2025, 4), by=by, today=DAY)
    return made


def failed_run(world):
    run = actions.request_report(meeting=frozen(world), by=world.cast[Role.SCHEME_COORDINATOR])
    actions.fail_report(run=actions.claim_report(run_id=run.pk), reason="Broken")
    return ReportRun.objects.get(pk=run.pk)


def action(world):
    return factories.ActionItemFactory(meeting=meeting(world))


def seated(world):
    return factories.SeatHolderFactory(seat=group(world).seats.first()).seat


ROWS = [
    Row(
        actions.group.set_up_group,
        RUNS_MEETINGS,
        lambda world: {"name": "Group", "terms": "To oversee.", "began_on": DAY},
    ),
    Row(
        actions.group.revise_terms,
        RUNS_MEETINGS,
        lambda world: {
            "group": group(world),
            "text": "New",
            "least_groups": 2,
            "chair_needed": True,
            "starts_on": DAY,
        },
    ),
    Row(
        actions.group.fill_seat,
        RUNS_MEETINGS,
        lambda world: {"seat": group(world).seats.first(), "member_name": "Ann", "starts_on": DAY},
    ),
    Row(actions.group.vacate_seat, RUNS_MEETINGS, lambda world: {"seat": seated(world), "ends_on": DAY}),
    Row(
        actions.meeting.plan_meeting,
        RUNS_MEETINGS,
        lambda world: {"group": group(world), "planned_on": DAY, "starts_at": time(13), "place": "Library"},
    ),
    Row(actions.meeting.cancel_meeting, RUNS_MEETINGS, lambda world: {"meeting": meeting(world), "reason": "Snow"}),
    Row(
        actions.meeting.record_attendance,
        RUNS_MEETINGS,
        lambda world: {"meeting": (made := meeting(world)), "attended": {made.group.seats.first(): "absent"}},
    ),
    Row(actions.meeting.hold_meeting, RUNS_MEETINGS, lambda world: {"meeting": quorate(world), "today": DAY}),
    Row(
        actions.snapshot.freeze_dashboard,
        RUNS_MEETINGS,
        lambda world: {"meeting": meeting(world), "quarter": Quarter(2025, 4), "today": DAY},
    ),
    Row(actions.minutes.add_agenda_item, RUNS_MEETINGS, lambda world: {"meeting": meeting(world), "title": "More"}),
    Row(
        actions.minutes.write_minute,
        RUNS_MEETINGS,
        lambda world: {"item": item(world), "minute": "Said.", "version": 1},
    ),
    Row(
        actions.minutes.record_decision,
        RUNS_MEETINGS,
        lambda world: {"item": quorate(world).items.first(), "text": "Yes"},
    ),
    Row(actions.minutes.approve_minutes, RUNS_MEETINGS, lambda world: {"meeting": quorate(world, minuted=True)}),
    Row(
        actions.action_item.raise_action,
        RUNS_MEETINGS,
        lambda world: {"item": item(world), "what": "Write", "owner_name": "Ann", "due_on": date(2026, 4, 1)},
    ),
    Row(actions.action_item.close_action, RUNS_MEETINGS, lambda world: {"action": action(world)}),
    Row(
        actions.action_item.carry_action,
        RUNS_MEETINGS,
        lambda world: {"action": action(world), "due_on": date(2026, 6, 1)},
    ),
    Row(actions.action_item.cancel_action, RUNS_MEETINGS, lambda world: {"action": action(world), "reason": "No"}),
    Row(actions.report.request_report, RUNS_MEETINGS, lambda world: {"meeting": frozen(world)}),
    Row(actions.report.retry_report, RUNS_MEETINGS, lambda world: {"run": failed_run(world)}),
]
