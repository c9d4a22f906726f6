"""When the group must next meet; pure."""

from datetime import date, timedelta


def meet_by(*, last_held_on: date | None, group_began_on: date, every_weeks: int) -> date:
    """The day by which the next meeting is to be held: so many weeks after the last one, or after the group began."""
    return (last_held_on or group_began_on) + timedelta(weeks=every_weeks)
