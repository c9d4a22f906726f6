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
from monitoring import queries as monitoring
from patients import queries as patients
from recall import queries as recall
from sharedcare.pages.practice_list import SHOWS
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
    need: Permission | None = Permission.VIEW_WHOLE_RECORD
    hint: str = ""

    def line(self, user: Any, today: date) -> Line:
        count = self.count(user, today)
        url = reverse(self.page) + self.query
        return Line(self.one if count == 1 else self.many, count, url, self.risk, self.hint)


def practices(show: str, user: Any, today: date) -> int:
    """How many are on one of the lists about practices, as the page that shows it reads them."""
    found: int = SHOWS[show].rows(today).visible_to(user).count()
    return found


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
        Risk.NOBODY,
        "responsibility held by somebody who has left",
        "responsibilities held by somebody who has left",
        lambda user, today: episodes.held_by_leavers(user, today).count(),
        "episodes:held_by_leavers",
    ),
    Source(
        Risk.OVERDUE,
        "review overdue",
        "reviews overdue",
        lambda user, today: careplans.reviews_overdue(user, today).count(),
        "careplans:worklist",
        "?show=overdue",
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
        "pair of records that may be one person",
        "pairs of records that may be one person",
        lambda user, today: patients.open_questions(user).count(),
        "patients:questions",
        need=Permission.RESOLVE_DUPLICATE,
    ),
    Source(
        Risk.UNDECIDED,
        "register checked and not yet brought in",
        "registers checked and not yet brought in",
        lambda user, today: patients.imports_waiting(user).count(),
        "patients:imports",
        "?show=waiting",
        need=Permission.IMPORT_REGISTER,
    ),
    Source(
        Risk.UNDECIDED,
        "plan without agreement",
        "plans without agreement",
        lambda user, today: careplans.plans_without_agreement(user).count(),
        "careplans:worklist",
        "?show=no_agreement",
    ),
    Source(
        Risk.COMING,
        "review due within 28 days",
        "reviews due within 28 days",
        lambda user, today: careplans.reviews_due(user, today).count(),
        "careplans:worklist",
        "?show=due",
    ),
    Source(
        Risk.STANDING,
        "practice without a GP",
        "practices without a GP",
        lambda user, today: practices("without_gp", user, today),
        "practices:list",
        "?show=without_gp",
        need=Permission.RUN_SCHEME,
    ),
    Source(
        Risk.STANDING,
        "closed practice that still takes part",
        "closed practices that still take part",
        lambda user, today: practices("closed", user, today),
        "practices:list",
        "?show=closed",
        need=Permission.RUN_SCHEME,
    ),
    Source(
        Risk.STANDING,
        "tier whose evidence has lapsed",
        "tiers whose evidence has lapsed",
        lambda user, today: practices("tiers_unsupported", user, today),
        "practices:list",
        "?show=tiers_unsupported",
        need=Permission.AWARD_TIER,
    ),
    Source(
        Risk.STANDING,
        "tier due for review",
        "tiers due for review",
        lambda user, today: practices("tiers_due_review", user, today),
        "practices:list",
        "?show=tiers_due_review",
        need=Permission.AWARD_TIER,
    ),
    Source(
        Risk.STANDING,
        "certificate running out within 90 days",
        "certificates running out within 90 days",
        lambda user, today: practices("evidence_lapsing", user, today),
        "practices:list",
        "?show=evidence_lapsing",
        need=Permission.RECORD_EVIDENCE,
    ),
    Source(
        Risk.GOVERNANCE,
        "action of the group past its day",
        "actions of the group past their day",
        lambda user, today: monitoring.actions_overdue(user, today).count(),
        "monitoring:actions",
        "?show=overdue",
        need=None,
    ),
    Source(
        Risk.GOVERNANCE,
        "meeting of the group that is late",
        "meetings of the group that are late",
        lambda user, today: len(monitoring.meeting_overdue(user, today)),
        "monitoring:group",
        need=Permission.VIEW_MEETINGS,
    ),
    Source(
        Risk.GOVERNANCE,
        "meeting whose minutes wait for approval",
        "meetings whose minutes wait for approval",
        lambda user, today: monitoring.minutes_to_approve(user, today).count(),
        "monitoring:group",
        need=Permission.HOLD_MEETING,
    ),
    Source(
        Risk.GOVERNANCE,
        "empty seat on the group",
        "empty seats on the group",
        lambda user, today: monitoring.empty_seats(user, today).count(),
        "monitoring:group",
        "#seats",
        need=Permission.HOLD_MEETING,
    ),
)


def lines(user: Any, today: date) -> list[Line]:
    """Everything this person's role has to do with, with nought where nothing waits."""
    mine = (source for source in SOURCES if source.need is None or holds(user, source.need))
    return [source.line(user, today) for source in mine]


def day(user: Any, today: date) -> Day:
    """The person's day, in order of risk."""
    return arrange(lines(user, today))
