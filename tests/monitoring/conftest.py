"""A group and its meeting, as most of these tests need them."""

import pytest

from indicators.periods import Quarter
from monitoring import actions
from tests import factories

Q4 = Quarter(2025, 4)


@pytest.fixture
def group(scheme):
    return factories.GroupFactory(scheme=scheme)


@pytest.fixture
def seated(group):
    """Every seat of the group filled, with a deputy each."""
    for seat in group.seats.all():
        factories.SeatHolderFactory(seat=seat, member_name=f"Member {seat}", deputy_name=f"Deputy {seat}")
    return group


@pytest.fixture
def meeting(seated):
    return factories.MeetingFactory(group=seated)


@pytest.fixture
def quorate(meeting, coordinator):
    """The meeting with everybody there."""
    actions.record_attendance(
        meeting=meeting, attended=dict.fromkeys(meeting.group.seats.all(), "member"), by=coordinator
    )
    return meeting


@pytest.fixture
def held(quorate, coordinator, today):
    """Held, with frozen figures, a minute, a decision and an action; the minutes are a draft."""
    item = quorate.items.first()
    actions.freeze_dashboard(meeting=quorate, quarter=Q4, by=coordinator, today=today)
    actions.write_minute(item=item, minute="The actions were read.", version=1, by=coordinator)
    actions.record_decision(item=item, text="Reviews come first this quarter.", by=coordinator)
    actions.raise_action(
        item=item,
        what="Write to the practices about overdue reviews",
        owner_name="Member Shared care GPs",
        due_on=quorate.planned_on.replace(month=4),
        by=coordinator,
    )
    return actions.hold_meeting(meeting=quorate, by=coordinator, today=today)


@pytest.fixture
def approved(held, coordinator):
    return actions.approve_minutes(meeting=held, by=coordinator)
