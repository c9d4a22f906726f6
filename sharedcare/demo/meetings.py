"""The monitoring group's story: a meeting held and approved last quarter, and the next one being prepared."""

from datetime import date, time, timedelta

from accounts.roles import Role
from indicators.periods import latest_whole
from monitoring import actions as monitoring
from monitoring.models import Group, Meeting, Seat
from monitoring.quorum import How, StakeholderGroup
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

TERMS = (
    "The group oversees the standards, agreements, audit, training, capacity and payment of the scheme. It meets each "
    "quarter and reports to the commissioner."
)
MINUTES = {
    1: "Apologies as recorded. Nobody declared an interest.",
    2: "The minutes were agreed. There were no actions outstanding.",
    3: "The group looked at the frozen figures. Reviews on time vary between practices by more than chance.",
    7: "Four GPs' Part 1 certificates lapse within the year; places on the spring course are held for them.",
}
DECISION = "Practices with fewer than two in three reviews on time are offered a visit before the next meeting."
ACTION = "Visit the two practices furthest below the standard and report what would help."
EMPTY = {StakeholderGroup.SERVICE_USER}  # one seat nobody sits on, so that the page has something to say


def deeds(cast: Cast, today: date) -> list[Deed]:
    """Everything the group does, on its days."""
    began = today - timedelta(days=640)
    held_on = today - timedelta(days=68)
    coming = today + timedelta(days=16)
    made: dict[str, Meeting] = {}

    def plan_first() -> None:
        made["held"] = plan(cast, held_on)

    return [
        (began, lambda: set_up(cast, began)),
        (held_on - timedelta(days=30), plan_first),
        (held_on, lambda: hold(cast, made["held"], held_on)),
        (held_on + timedelta(days=9), lambda: approve(cast, made["held"])),
        (today - timedelta(days=12), lambda: prepare(cast, coming)),
    ]


def set_up(cast: Cast, day: date) -> None:
    """The group with its terms, and everybody but one on their seat."""
    group = monitoring.set_up_group(
        name=f"{cast.scheme.locality} shared care monitoring group",
        terms=TERMS,
        began_on=day,
        least_groups=3,
        by=cast.coordinator,
    )
    names = {
        StakeholderGroup.CHAIR: "Dr Rowan Thackeray",
        StakeholderGroup.COMMISSIONER: cast.members[Role.COMMISSIONER].name,
        StakeholderGroup.SPECIALIST_SERVICE: "Dr Imelda Fairweather",
        StakeholderGroup.GP: next(iter(cast.gps.values()))[0].name,
        StakeholderGroup.PRACTICE_TEAM: "Petra Lindqvist",
        StakeholderGroup.PHARMACIST: cast.pharmacists[0].name,
        StakeholderGroup.KEY_WORKER: cast.key_workers[0].name,
        StakeholderGroup.COORDINATOR: cast.coordinator.name,
    }
    for seat in Seat.objects.filter(group=group).exclude(stakeholder_group__in=EMPTY):
        monitoring.fill_seat(
            seat=seat, member_name=names[StakeholderGroup(seat.stakeholder_group)], starts_on=day, by=cast.coordinator
        )


def plan(cast: Cast, day: date) -> Meeting:
    """A meeting on that day, with the standing agenda."""
    return monitoring.plan_meeting(
        group=Group.objects.get(), planned_on=day, starts_at=time(13, 0), place="The Old Library", by=cast.coordinator
    )


def hold(cast: Cast, meeting: Meeting, day: date) -> None:
    """Attendance with a quorum, figures frozen, minutes, a decision and an action with one owner."""
    away = {StakeholderGroup.PRACTICE_TEAM}
    seats = Seat.objects.filter(group_id=meeting.group_id).exclude(stakeholder_group__in=EMPTY)
    attended = {seat: How.APOLOGIES if seat.stakeholder_group in away else How.MEMBER for seat in seats}
    monitoring.record_attendance(meeting=meeting, attended=attended, by=cast.coordinator)
    monitoring.freeze_dashboard(meeting=meeting, quarter=latest_whole(day), by=cast.coordinator, today=day)
    monitoring.hold_meeting(meeting=meeting, by=cast.coordinator, today=day)
    items = {item.position: item for item in meeting.items.all()}
    for position, minute in MINUTES.items():
        item = items[position]
        monitoring.write_minute(item=item, minute=minute, version=item.version, by=cast.coordinator)
    monitoring.record_decision(item=items[3], text=DECISION, by=cast.coordinator)
    monitoring.raise_action(
        item=items[3],
        what=ACTION,
        owner_name=cast.coordinator.name,
        owner=cast.coordinator,
        due_on=day + timedelta(days=60),
        by=cast.coordinator,
    )


def approve(cast: Cast, meeting: Meeting) -> None:
    """Approved, and so locked; the audit report is asked for, and the worker will make it."""
    meeting.refresh_from_db()
    monitoring.approve_minutes(meeting=meeting, by=cast.coordinator)
    monitoring.request_report(meeting=meeting, by=cast.coordinator)


def prepare(cast: Cast, day: date) -> None:
    """The next meeting, with something local on its agenda."""
    meeting = plan(cast, day)
    monitoring.add_agenda_item(meeting=meeting, title="Winter closing days of pharmacies", by=cast.coordinator)
