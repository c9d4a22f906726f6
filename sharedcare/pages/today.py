"""What waits for somebody today: each line counted by the query behind the page it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.permissions import holds
from accounts.roles import Permission
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


SOURCES: tuple[Source, ...] = ()


def lines(user: Any, today: date) -> list[Line]:
    """Everything this person's role has to do with, with nought where nothing waits."""
    return [source.line(user, today) for source in SOURCES if holds(user, source.need)]


def day(user: Any, today: date) -> Day:
    """The person's day, in order of risk."""
    return arrange(lines(user, today))
