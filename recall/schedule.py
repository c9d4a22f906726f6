"""What comes next for somebody who has been invited. `queries.statements.NEXT_STEPS` says the same in SQL.

Source of the numbers: the scheme's protocol (two invitations at least, three by habit, a week or more apart: reference
standards 10). After the last one a clinician decides; nobody is dropped for not answering.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from recall.answering import Standing

MONTH = timedelta(days=30)  # any thirty days, so that nobody hears twice as much around a first of the month


class Step(TextChoices):
    """What to do now."""

    WAIT = "wait", "Wait for an answer"
    REMIND = "remind", "Send the next invitation"
    DECIDE = "decide", "A clinician decides"
    CLOSE = "close", "Nothing more to do"


@dataclass(frozen=True)
class History:
    """What happened so far: attempts that ended, the day of the last, and how things stand.

    Of somebody to be asked anew, only what was tried since that day counts. `waits` says that an answer from another
    campaign is being looked into, `free_on` from when on all campaigns together have room for one more contact.
    """

    attempts: int
    last_on: date | None
    answer: Standing = Standing.NONE
    closed: bool = False
    waits: bool = False
    reachable: bool = True
    in_hand: bool = False
    free_on: date | None = None


def free_on(contacts: Sequence[date], *, a_month: int) -> date | None:
    """The first day on which one more contact leaves at most so many in any 30 days; None when any day does.

    `contacts` are the days on which something left, or may have left, for the person: by whatever campaign.
    `queries.contacts.FULL` says the same in SQL.
    """
    newest = sorted(contacts, reverse=True)
    return newest[a_month - 1] + MONTH if len(newest) >= a_month else None


def next_step(history: History, *, attempts: int, gap_days: int, today: date) -> Step:
    """The next step under a protocol of so many attempts, so many days apart.

    A review, an opt-out, a death or a move ends it, and an answer does what its standing says. Whoever can no longer be
    reached is for a clinician. A reminder waits until the month has room for it; a decision does not.
    """
    if history.closed:
        return Step.CLOSE
    if history.answer not in (Standing.NONE, Standing.OPEN):
        return Step(history.answer)
    too_soon = history.last_on is not None and today < history.last_on + timedelta(days=gap_days)
    if history.waits or history.in_hand or too_soon:
        return Step.WAIT
    if history.attempts >= attempts or not history.reachable:
        return Step.DECIDE
    return Step.WAIT if history.free_on is not None and today < history.free_on else Step.REMIND
