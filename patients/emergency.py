"""Breaking the glass: why it may be done, for how long, what it takes, and by when somebody looks at it.

The shape is the Summary Care Record's self-claimed relationship with its privacy officer's alert; the hour, the twenty
characters and the three working days are the security reference of this product, section 4.5, read on 25 November 2026.
"""

from datetime import date, datetime, timedelta

from django.db.models import TextChoices

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20
MOST_FAILED = 5
FAILED_WITHIN = timedelta(hours=1)
REQUEST_LAPSES = timedelta(hours=24)
REVIEW_WORKING_DAYS = 3
ATTEMPTS_SHOWN = timedelta(days=30)
SATURDAY = 5


class Category(TextChoices):
    """Why a record is needed now."""

    LIFE = "life", "There is a risk to somebody’s life"
    HERE_NOW = "here_now", "The person is here now and needs care"
    HARM = "harm", "A child or an adult may come to harm"
    ASKED = "asked", "Another service is treating the person now and asks about them"


class Outcome(TextChoices):
    """What a review of it found."""

    JUSTIFIED = "justified", "Justified"
    NOT_JUSTIFIED = "not_justified", "Not justified"
    MORE_TO_ASK = "more_to_ask", "More to ask"


def opens_at_once(category: str, asked_today: int) -> bool:
    """Whether the record opens without approval: the first of the day, and always where a life may be at risk.

    Who waits for an approval that nobody is there to give may come to harm; who looked without need is found on review.
    """
    return category == Category.LIFE or asked_today == 0


def must_wait(failed_within_the_hour: int) -> bool:
    """Whether somebody has guessed too often to try again now."""
    return failed_within_the_hour >= MOST_FAILED


def minutes_left(ends_at: datetime, now: datetime) -> int:
    """How long a record still stands open, the minute that has begun included."""
    return -int((now - ends_at).total_seconds() // 60)


def review_due_on(day: date) -> date:
    """The last day on which it is reviewed in time, three working days on.

    Bank holidays count as working days, so that it falls due too early and never too late.
    """
    left = REVIEW_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
