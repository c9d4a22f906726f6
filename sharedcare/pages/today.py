"""What waits for somebody today: each line counted by the query behind the page it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.permissions import holds
from accounts.roles import Permission
from careplans import queries as careplans
from episodes import queries as episodes
from recall import queries as recall
from sharedcare.pages.risk import Day, Line, Risk, arrange


@dataclass(frozen=True)
class Source:
    """Where a line comes from: how it is counted, the page that lists the same rows, and whom it concerns."""

    risk: Risk
    one: str
    many: str
    count: Callable[[Any, date], int]
    page: str
    query: str = ""
    need: Permission = Permission.VIEW_PEOPLE
    hint: str = ""

    def line(self, user: Any, today: date) -> Line:
        count = self.count(user, today)
        url = reverse(self.page) + (f"?{self.query}" if self.query else "")
        return Line(self.one if count == 1 else self.many, count, url, self.risk, self.hint)


# Within one risk, in this order.
SOURCES: tuple[Source, ...] = (
    Source(
        Risk.NOBODY,
        "person with care that nobody answers for",
        "people with care that nobody answers for",
        lambda user, today: episodes.aspects_without_holder(user).count(),
        "episodes:gaps",
    ),
    Source(
        Risk.OVERDUE,
        "review overdue",
        "reviews overdue",
        lambda user, today: careplans.reviews_overdue(user, today).count(),
        "careplans:worklist",
        "show=overdue",
    ),
    Source(
        Risk.UNREACHED,
        "invitation that failed",
        "invitations that failed",
        lambda user, today: recall.failed_members(user).count(),
        "recall:failed",
        need=Permission.RUN_CAMPAIGN,
    ),
    Source(
        Risk.UNREACHED,
        "message that may or may not have left",
        "messages that may or may not have left",
        lambda user, today: recall.unknown_attempts(user).count(),
        "recall:unknown",
        need=Permission.RUN_CAMPAIGN,
        hint="Never sent again before the provider has been asked",
    ),
    Source(
        Risk.UNREACHED,
        "person who has not answered the last invitation",
        "people who have not answered the last invitation",
        lambda user, today: recall.no_answer_members(user).count(),
        "recall:no_answer",
        need=Permission.RECORD_ANSWER,
    ),
    Source(
        Risk.UNREACHED,
        "print file not yet posted",
        "print files not yet posted",
        lambda user, today: recall.print_runs_to_post(user).count(),
        "recall:print_runs",
        need=Permission.RUN_CAMPAIGN,
    ),
    Source(
        Risk.UNDECIDED,
        "plan without agreement",
        "plans without agreement",
        lambda user, today: careplans.plans_without_agreement(user).count(),
        "careplans:worklist",
        "show=no_agreement",
    ),
    Source(
        Risk.COMING,
        "review due within 28 days",
        "reviews due within 28 days",
        lambda user, today: careplans.reviews_due(user, today).count(),
        "careplans:worklist",
        "show=due",
    ),
)


def lines(user: Any, today: date) -> list[Line]:
    """Everything this person's role has to do with, with nought where nothing waits."""
    return [source.line(user, today) for source in SOURCES if holds(user, source.need)]


def day(user: Any, today: date) -> Day:
    """The person's day, in order of risk."""
    return arrange(lines(user, today))
