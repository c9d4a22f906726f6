"""What comes next for somebody who has been invited. `queries.statements.NEXT_STEPS` says the same in SQL.

Source of the numbers: the scheme's protocol (two invitations at least, three by habit, a week or more apart: reference
standards 10). After the last one a clinician decides; nobody is dropped for not answering.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from recall.answering import Standing


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
    campaign is being looked into.
    """

    attempts: int
    last_on: date | None
    answer: Standing = Standing.NONE
    closed: bool = False
    waits: bool = False
    reachable: bool = True
    in_hand: bool = False


def next_step(history: History, *, attempts: int, gap_days: int, today: date) -> Step:
    """The next step under a protocol of so many attempts, so many days apart.

    A review, an opt-out, a death or a move ends it, and an answer does what its standing says. Whoever can no longer be
    reached is for a clinician.
    """
    if history.closed:
        return Step.CLOSE
    if history.answer not in (Standing.NONE, Standing.OPEN):
        return Step(history.answer)
    too_soon = history.last_on is not None and today < history.last_on + timedelta(days=gap_days)
    if history.waits or history.in_hand or too_soon:
        return Step.WAIT
    return Step.REMIND if history.attempts < attempts and history.reachable else Step.DECIDE
