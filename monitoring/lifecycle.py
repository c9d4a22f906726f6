"""The lives of a meeting, of its minutes, of an action, and of a report that is being made."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class MeetingStatus(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class MinutesStatus(TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"


class ActionStatus(TextChoices):
    OPEN = "open", "Open"
    CARRIED_FORWARD = "carried_forward", "Carried forward"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


class ReportStatus(TextChoices):
    QUEUED = "queued", "Waiting to be made"
    PRODUCING = "producing", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class MeetingMove(TextChoices):
    HOLD = "hold", "Hold"
    CANCEL = "cancel", "Cancel"


class MinutesMove(TextChoices):
    APPROVE = "approve", "Approve"


class ActionMove(TextChoices):
    CLOSE = "close", "Close as done"
    CARRY = "carry", "Carry forward"
    CANCEL = "cancel", "Cancel"


class ReportMove(TextChoices):
    CLAIM = "claim", "Start"
    COMPLETE = "complete", "Finish"
    FAIL = "fail", "Fail"
    RETRY = "retry", "Try again"


MEETING = Lifecycle(
    name="Meeting",
    initial=MeetingStatus.PLANNED,
    moves={
        MeetingMove.HOLD: ({MeetingStatus.PLANNED}, MeetingStatus.HELD),
        MeetingMove.CANCEL: ({MeetingStatus.PLANNED}, MeetingStatus.CANCELLED),
    },
)

MINUTES = Lifecycle(
    name="Minutes",
    initial=MinutesStatus.DRAFT,
    moves={MinutesMove.APPROVE: ({MinutesStatus.DRAFT}, MinutesStatus.APPROVED)},
)

PENDING = frozenset({ActionStatus.OPEN, ActionStatus.CARRIED_FORWARD})

ACTION = Lifecycle(
    name="Meeting action",
    initial=ActionStatus.OPEN,
    moves={
        ActionMove.CLOSE: (PENDING, ActionStatus.DONE),
        ActionMove.CARRY: (PENDING, ActionStatus.CARRIED_FORWARD),
        ActionMove.CANCEL: (PENDING, ActionStatus.CANCELLED),
    },
)

REPORT = Lifecycle(
    name="Report",
    initial=ReportStatus.QUEUED,
    moves={
        ReportMove.CLAIM: ({ReportStatus.QUEUED}, ReportStatus.PRODUCING),
        ReportMove.COMPLETE: ({ReportStatus.PRODUCING}, ReportStatus.READY),
        ReportMove.FAIL: ({ReportStatus.PRODUCING}, ReportStatus.FAILED),
        ReportMove.RETRY: ({ReportStatus.FAILED, ReportStatus.PRODUCING}, ReportStatus.QUEUED),
    },
)
