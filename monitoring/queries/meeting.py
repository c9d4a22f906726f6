"""Reading one meeting: everything of it, as its page and its minutes show it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from indicators.disclosure import Figure
from monitoring import quorum
from monitoring.lifecycle import PENDING, ActionMove, MeetingStatus
from monitoring.models import (
    ActionChange,
    ActionItem,
    AgendaItem,
    Attendance,
    DashboardSnapshot,
    IssuedDocument,
    Kind,
    Meeting,
    ReportRun,
    Seat,
    SeatHolder,
    TermsOfReference,
)
from monitoring.queries.group import holders_on, terms_on
from monitoring.queries.snapshot import frozen_figures
from monitoring.quorum import Verdict


@dataclass(frozen=True)
class AttendanceRow:
    """A seat at a meeting: who holds it that day and how it was taken, as far as that is recorded."""

    seat: Seat
    holder: SeatHolder | None
    attendance: Attendance | None

    @property
    def name(self) -> str:
        """Who was there, or else who sits there, or that nobody does."""
        recorded = self.attendance.name if self.attendance else ""
        return recorded or (self.holder.member_name if self.holder else "Empty seat")


@dataclass(frozen=True)
class LastAction:
    """An action of an earlier meeting, and what this meeting did with it."""

    action: ActionItem
    here: ActionChange | None
    times_carried: int
    due_on: date


@dataclass(frozen=True)
class MeetingRecord:
    """Everything of one meeting, as its page and its minutes show it."""

    meeting: Meeting
    terms: TermsOfReference
    last_approved: Meeting | None
    last_actions: list[LastAction]
    attendance: list[AttendanceRow]
    quorum: Verdict
    items: list[AgendaItem]
    snapshot: DashboardSnapshot | None
    figures: list[Figure]

    def next_step(self, today: date) -> str:
        """What the chair does next: the page's one primary button."""
        if not self.is_open:
            return ""
        if not self.attended:
            return "attendance"
        if self.snapshot is None:
            return "freeze"
        if self.meeting.status == MeetingStatus.PLANNED:
            return "hold" if self.meeting.planned_on <= today else ""
        return "approve"

    @property
    def is_open(self) -> bool:
        """Whether anything of the meeting may still be written."""
        return self.meeting.status != MeetingStatus.CANCELLED and not self.meeting.is_approved

    @property
    def attended(self) -> list[AttendanceRow]:
        return [row for row in self.attendance if row.attendance is not None]

    @property
    def dashboard(self) -> list[Figure]:
        """The overall figures of the quarter."""
        return [figure for figure in self.figures if figure.practice_id is None]


def meeting_record(meeting: Meeting) -> MeetingRecord:
    """The meeting with all that belongs to it, in a bounded number of statements."""
    terms = terms_on(meeting.group_id, meeting.planned_on)
    rows = attendance(meeting)
    attended = [(row.seat.stakeholder_group, row.attendance.how) for row in rows if row.attendance]
    snapshot = DashboardSnapshot.objects.filter(meeting=meeting).select_related("taken_by").first()
    earlier = Meeting.objects.filter(group_id=meeting.group_id, planned_on__lt=meeting.planned_on)
    items = meeting.items.prefetch_related("decisions", Prefetch("actions", ActionItem.objects.order_by("number")))
    return MeetingRecord(
        meeting=meeting,
        terms=terms,
        last_approved=earlier.held().exclude(approved_at=None).first(),
        last_actions=last_actions(meeting),
        attendance=rows,
        quorum=quorum.assess(terms.rule, attended),
        items=list(items),
        snapshot=snapshot,
        figures=[figure for _, figure in frozen_figures(snapshot, snapshot.period_code)] if snapshot else [],
    )


def attendance(meeting: Meeting) -> list[AttendanceRow]:
    """Every seat, with who holds it on the day of the meeting and how it was taken."""
    holders = holders_on(meeting.group_id, meeting.planned_on)
    recorded = {row.seat_id: row for row in Attendance.objects.filter(meeting=meeting)}
    seats_ = Seat.objects.filter(group_id=meeting.group_id)
    return [AttendanceRow(seat, holders.get(seat.pk), recorded.get(seat.pk)) for seat in seats_]


def last_actions(meeting: Meeting) -> list[LastAction]:
    """Actions of earlier meetings that were still open when this one came, with what this one did about them.

    For a meeting of the past that is what it dealt with and what stayed open; nothing slips from the list unseen.
    """
    known = (
        ActionChange.objects.filter(at__lte=meeting.approved_at) if meeting.is_approved else ActionChange.objects.all()
    )
    closed_elsewhere = known.exclude(status__in=PENDING).exclude(meeting=meeting)
    actions = (
        ActionItem.objects.filter(meeting__group_id=meeting.group_id, meeting__planned_on__lt=meeting.planned_on)
        .filter(
            Q(pk__in=known.filter(meeting=meeting).values("action_id"))
            | ~Q(pk__in=closed_elsewhere.values("action_id"))
        )
        .select_related("meeting")
        .prefetch_related(Prefetch("changes", known))
        .order_by("meeting__planned_on", "number")
    )
    found = []
    for action in actions:
        changes = list(action.changes.all())
        here = next((change for change in reversed(changes) if change.meeting_id == meeting.pk), None)
        carried = [change for change in changes if change.move == ActionMove.CARRY]
        found.append(LastAction(action, here, len(carried), carried[-1].due_on if carried else action.due_on))
    return found


def people_to_ask(meeting: Meeting) -> list[tuple[str, str, UUID | None]]:
    """Who an action may be given to, one name each: (key, name, user), seat by seat, members before deputies."""
    found: dict[str, tuple[str, str, UUID | None]] = {}
    for holder in SeatHolder.objects.held_on(meeting.planned_on).filter(seat__group_id=meeting.group_id):
        for name, user_id in ((holder.member_name, holder.member_id), (holder.deputy_name, holder.deputy_id)):
            if name:
                found.setdefault(name, (name, name, user_id))
    return list(found.values())


@dataclass(frozen=True)
class DocumentRow:
    """A document somebody asked for, and what was issued."""

    run: ReportRun
    issued: IssuedDocument | None

    @property
    def url_name(self) -> str:
        return "monitoring:minutes_pdf" if self.run.kind == Kind.MINUTES else "monitoring:report_pdf"


def documents(meeting: Meeting) -> list[DocumentRow]:
    """How far each document of the meeting has come; the bytes themselves are not read."""
    issued = {each.kind: each for each in IssuedDocument.objects.filter(meeting=meeting).defer("content")}
    return [DocumentRow(run, issued.get(run.kind)) for run in meeting.report_runs.all()]
