"""Reading the group: its terms, its seats, and what waits for somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts import queries as accounts
from accounts.permissions import holds
from accounts.roles import Permission
from monitoring import quorum, schedule
from monitoring.lifecycle import MeetingStatus
from monitoring.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    Seat,
    SeatHolder,
    TermsOfReference,
)
from monitoring.quorum import Verdict
from schemes.models import Protocol


def terms_on(group_id: UUID, day: date) -> TermsOfReference:
    """The terms of reference in force on a day; the first version before it began."""
    versions = list(TermsOfReference.objects.filter(group_id=group_id))
    return next((version for version in versions if version.starts_on <= day), versions[-1])


def quorum_of(meeting: Meeting) -> Verdict:
    """Whether enough stakeholder groups are on the meeting's list of attendance, by the terms of that day."""
    attended = Attendance.objects.filter(meeting=meeting).values_list("seat__stakeholder_group", "how")
    return quorum.assess(terms_on(meeting.group_id, meeting.planned_on).rule, attended)


def holders_on(group_id: UUID, day: date) -> dict[UUID, SeatHolder]:
    """Who holds each seat on a day, by seat; an empty seat is not in it."""
    held = SeatHolder.objects.held_on(day).filter(seat__group_id=group_id)
    return {holder.seat_id: holder for holder in held}


@dataclass(frozen=True)
class SeatRow:
    """A seat and who holds it now; nobody, when it stands empty."""

    seat: Seat
    holder: SeatHolder | None
    holder_left: bool


def seats(group: Group, day: date) -> list[SeatRow]:
    """Every seat of the group, empty ones too (F2), and those whose member has left the scheme."""
    holders = holders_on(group.pk, day)
    left = set(_held_by_leavers(day).values_list("seat_id", flat=True))
    return [SeatRow(seat, holders.get(seat.pk), seat.pk in left) for seat in group.seats.all()]


def _held_by_leavers(day: date) -> QuerySet[SeatHolder]:
    return SeatHolder.objects.held_on(day).filter(accounts.has_left("member", day))


def seats_of_leavers(user: Any, today: date) -> QuerySet[Seat]:
    """Seats whose member signs in here no more, for whoever fills them: on the group's page they say so."""
    if not holds(user, Permission.HOLD_MEETING):
        return Seat.objects.none()
    return Seat.objects.visible_to(user).filter(pk__in=_held_by_leavers(today).values("seat_id"))


def empty_seats(user: Any, today: date) -> QuerySet[Seat]:
    """Seats nobody sits on, for whoever fills them: on the group's page they stand as empty."""
    if not holds(user, Permission.HOLD_MEETING):
        return Seat.objects.none()
    return Seat.objects.visible_to(user).exclude(pk__in=SeatHolder.objects.held_on(today).values("seat_id"))


@dataclass(frozen=True)
class Overdue:
    """That the group should have met, or has not planned to meet in time (F3)."""

    group: Group
    meet_by: date
    last_held_on: date | None
    planned_on: date | None


def meeting_overdue(user: Any, today: date) -> list[Overdue]:
    """The group when it is late: the day to meet by has passed, or nothing is planned before it does."""
    if not holds(user, Permission.VIEW_MEETINGS):
        return []
    group = Group.objects.visible_to(user).first()
    protocol = Protocol.objects.begun_by(today).first()
    if group is None or protocol is None:
        return []
    last = group.meetings.held().first()
    planned = group.meetings.filter(status=MeetingStatus.PLANNED, planned_on__gte=today).last()
    by = schedule.meet_by(
        last_held_on=last and last.planned_on, group_began_on=group.began_on, every_weeks=protocol.meeting_every_weeks
    )
    late = today > by or (planned is not None and planned.planned_on > by)
    if not late:
        return []
    return [Overdue(group, by, last and last.planned_on, planned and planned.planned_on)]


def actions_open(user: Any) -> QuerySet[ActionItem]:
    """Actions not yet done: everybody's for whoever sees meetings, their own for anybody else."""
    return ActionItem.objects.visible_to(user).pending()


def actions_overdue(user: Any, today: date) -> QuerySet[ActionItem]:
    """Actions past their day: all of them for whoever runs the meetings, their own for everybody else."""
    found = ActionItem.objects.visible_to(user).overdue_on(today)
    return found if holds(user, Permission.HOLD_MEETING) else found.filter(owner=user)


def actions_of_leavers(user: Any, today: date) -> QuerySet[ActionItem]:
    """Open actions asked of somebody who signs in here no more, for whoever runs the meetings."""
    if not holds(user, Permission.HOLD_MEETING):
        return ActionItem.objects.none()
    return actions_open(user).filter(accounts.has_left("owner", today))


def minutes_to_approve(user: Any, today: date) -> QuerySet[Meeting]:
    """Meetings that were held and whose minutes are still a draft, for whoever approves them."""
    if not holds(user, Permission.HOLD_MEETING):
        return Meeting.objects.none()
    return Meeting.objects.visible_to(user).to_approve()


@dataclass(frozen=True)
class Kept:
    """How many meetings were planned, held and cancelled in the past year (F3)."""

    planned: int
    held: int
    cancelled: int


def kept(group: Group, since: date) -> Kept:
    """Meetings held against planned, since a day."""
    statuses = list(group.meetings.filter(planned_on__gte=since).values_list("status", flat=True))
    return Kept(len(statuses), statuses.count(MeetingStatus.HELD), statuses.count(MeetingStatus.CANCELLED))


def find_minutes(user: Any, words: str) -> QuerySet[AgendaItem]:
    """Items of past agendas whose minute, decision or action holds the words, latest meeting first."""
    if not words:
        return AgendaItem.objects.none()
    return (
        AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(user))
        .filter(
            Q(title__icontains=words)
            | Q(minute__icontains=words)
            | Q(decisions__text__icontains=words)
            | Q(actions__what__icontains=words)
        )
        .select_related("meeting")
        .order_by("-meeting__planned_on", "position")
        .distinct()
    )
