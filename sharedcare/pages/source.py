"""Where a line of Today comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.roles import Permission
from sharedcare.pages.risk import Line, Risk


@dataclass(frozen=True)
class Source:
    """Where a line comes from: how it is counted, the page that lists the same rows, and whom it concerns."""

    risk: Risk
    one: str
    many: str
    count: Callable[[Any, date], int]
    page: str
    query: str = ""
    need: Permission | None = Permission.VIEW_WHOLE_RECORD
    hint: str = ""

    def line(self, user: Any, today: date) -> Line:
        count = self.count(user, today)
        url = reverse(self.page) + self.query
        return Line(self.one if count == 1 else self.many, count, url, self.risk, self.hint)
