"""What waits for somebody today: each line counted by the query behind the page it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from careplans import queries as careplans
from episodes import queries as episodes
from governance import queries as governance
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
        Risk.ALERT,
        "alert for you that nobody has yet",
        "alerts for you that nobody has yet",
        lambda user, today: episodes.alerts(user, episodes.ShowAlerts.MINE).count(),
        "episodes:alerts",
        "?show=mine",
        need=Permission.ANSWER_ALERT,
        hint="Open it and press “I have this”",
    ),
    Source(
        Risk.ALERT,
        "alert that nobody has yet",
        "alerts that nobody has yet",
        lambda user, today: episodes.alerts(user, episodes.ShowAlerts.OPEN).count(),
        "episodes:alerts",
        "?show=open",
        need=Permission.RUN_SCHEME,
    ),
    Source(
        Risk.EMERGENCY,
        "person who waits for your approval to open a record in an emergency",
        "people who wait for your approval to open a record in an emergency",
        lambda user, today: patients.emergencies(user, patients.Show.WAITING, timezone.now()).count(),
        "patients:emergencies",
        "?show=waiting",
        need=Permission.GOVERN_ACCESS,
    ),
    Source(
        Risk.EMERGENCY,
        "record opened in an emergency whose review is overdue",
        "records opened in an emergency whose review is overdue",
        lambda user, today: patients.emergencies(user, patients.Show.LATE, timezone.now()).count(),
        "patients:emergencies",
        "?show=late",
        need=Permission.GOVERN_ACCESS,
    ),
    Source(
        Risk.EMERGENCY,
        "record opened in an emergency and not yet reviewed",
        "records opened in an emergency and not yet reviewed",
        lambda user, today: patients.emergencies(user, patients.Show.UNREVIEWED, timezone.now()).count(),
        "patients:emergencies",
        "?show=unreviewed",
        need=Permission.GOVERN_ACCESS,
    ),
    Source(
        Risk.NOBODY,
        "restricted record that nobody who gives care can open",
        "restricted records that nobody who gives care can open",
        patients.restricted_without_carer,
        "careplans:restricted",
        "?show=without_carer",
        need=Permission.GOVERN_ACCESS,
    ),
    Source(
        Risk.NOBODY,
        "person with care that nobody answers for",
        "people with care that nobody answers for",
        lambda user, today: len(episodes.gaps_for(user, episodes.GapShow.NOW, timezone.now())),
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
        Risk.NOBODY,
        "plan being written by somebody who has left",
        "plans being written by somebody who has left",
        lambda user, today: careplans.drafts_of_leavers(user, today).count(),
        "careplans:worklist",
        "?show=left_open",
    ),
    Source(
        Risk.OVERDUE,
        "alert that you have and have not closed",
        "alerts that you have and have not closed",
        lambda user, today: episodes.alerts(user, episodes.ShowAlerts.HELD).count(),
        "episodes:alerts",
        "?show=held",
        need=Permission.ANSWER_ALERT,
    ),
    Source(
        Risk.OVERDUE,
        "day of somebody’s collections that nobody recorded",
        "days of people’s collections that nobody recorded",
        lambda user, today: len(episodes.findings(user, episodes.Finding.NOT_RECORDED, today)),
        "episodes:collection_findings",
        "?show=not_recorded",
        need=Permission.RECORD_COLLECTION,
        hint="What is not recorded is never taken as collected",
    ),
    Source(
        Risk.UNDECIDED,
        "person whose pharmacy is closed for longer than doses can be taken home",
        "people whose pharmacy is closed for longer than doses can be taken home",
        lambda user, today: len(episodes.findings(user, episodes.Finding.CLOSING, today)),
        "episodes:collection_findings",
        "?show=closing",
        need=Permission.RECORD_COLLECTION,
    ),
    Source(
        Risk.OVERDUE,
        "arrangement of collections past its review",
        "arrangements of collections past their review",
        lambda user, today: len(episodes.findings(user, episodes.Finding.REVIEW, today)),
        "episodes:collection_findings",
        "?show=review",
        need=Permission.ARRANGE_COLLECTION,
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
        Risk.OVERDUE,
        "request about a record past its day",
        "requests about records past their day",
        lambda user, today: governance.requests_overdue(user, today).count(),
        "governance:requests",
        "?show=overdue",
        need=Permission.ANSWER_RIGHTS,
    ),
    Source(
        Risk.UNDECIDED,
        "erasure that waits for a second person",
        "erasures that wait for a second person",
        lambda user, today: len(governance.erasures_waiting(user)),
        "governance:erasures",
        need=Permission.APPROVE_ERASURE,
    ),
    Source(
        Risk.OVERDUE,
        "review of somebody with a restricted record overdue",
        "reviews of people with restricted records overdue",
        careplans.restricted_overdue,
        "careplans:restricted",
        "?show=overdue",
        need=Permission.GOVERN_ACCESS,
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
        "hand-over that waits for your answer",
        "hand-overs that wait for your answer",
        lambda user, today: episodes.handovers(user, episodes.ShowHandovers.MINE, timezone.now()).count(),
        "episodes:handovers",
        "?show=mine",
        need=Permission.VIEW_PEOPLE,
        hint="Until you accept, whoever offered it answers for it",
    ),
    Source(
        Risk.UNDECIDED,
        "hand-over that ran out unanswered",
        "hand-overs that ran out unanswered",
        lambda user, today: episodes.handovers(user, episodes.ShowHandovers.RUN_OUT, timezone.now()).count(),
        "episodes:handovers",
        "?show=run_out",
        hint="Whoever offered it still answers for it",
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
        "pair of records, one of them restricted, that may be one person",
        "pairs of records, one of them restricted, that may be one person",
        lambda user, today: patients.open_questions(user).count(),
        "patients:questions",
        need=Permission.GOVERN_ACCESS,
    ),
    Source(
        Risk.UNDECIDED,
        "scheme without an information-governance lead",
        "schemes without an information-governance lead",
        patients.schemes_without_lead,
        "scheme",
        need=Permission.MANAGE_ACCESS,
        hint="Nobody reviews what is opened in an emergency, and nobody can restrict a record",
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
        "agreement that waits for your signature",
        "agreements that wait for your signature",
        lambda user, today: episodes.to_answer(user).count(),
        "episodes:agreements",
        "?show=mine",
        need=Permission.SIGN_AGREEMENT,
    ),
    Source(
        Risk.UNDECIDED,
        "shared care agreement that needs attention",
        "shared care agreements that need attention",
        lambda user, today: episodes.agreement_findings(user, today).count(),
        "episodes:agreements",
        need=Permission.WRITE_AGREEMENT,
        hint="Unsigned, run out, under notice, or with a party who has left",
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
        Risk.UNDECIDED,
        "look that stands out",
        "looks that stand out",
        lambda user, today: len(patients.standing_out(user, today)),
        "patients:standing_out",
        need=Permission.GOVERN_ACCESS,
        hint="Somebody was looked at in a way that asks for a reason",
    ),
    Source(
        Risk.COMING,
        "person with care that nobody will answer for",
        "people with care that nobody will answer for",
        lambda user, today: len(episodes.gaps_for(user, episodes.GapShow.COMING, timezone.now())),
        "episodes:gaps",
        "?show=coming",
        hint="Leave without a deputy, somebody who leaves, a delegation or a certificate that runs out",
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
        "action of the group asked of somebody who has left",
        "actions of the group asked of somebody who has left",
        lambda user, today: monitoring.actions_of_leavers(user, today).count(),
        "monitoring:actions",
        "?show=left",
        need=Permission.HOLD_MEETING,
    ),
    Source(
        Risk.GOVERNANCE,
        "seat on the group held by somebody who has left",
        "seats on the group held by somebody who has left",
        lambda user, today: monitoring.seats_of_leavers(user, today).count(),
        "monitoring:group",
        "#seats",
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
