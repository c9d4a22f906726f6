"""What waits for somebody today: each line counted by the query behind the page it opens."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from careplans import queries as careplans
from governance import queries as governance
from monitoring import queries as monitoring
from patients import queries as patients
from recall import queries as recall
from sharedcare.pages.answers import ANSWERS
from sharedcare.pages.care import CARE
from sharedcare.pages.exchange import EXCHANGE
from sharedcare.pages.practice_list import SHOWS
from sharedcare.pages.risk import Day, Line, Risk, arrange
from sharedcare.pages.source import Source


def practices(show: str, user: Any, today: date) -> int:
    """How many are on one of the lists about practices, as the page that shows it reads them."""
    found: int = SHOWS[show].rows(today).visible_to(user).count()
    return found


# Within one risk, in this order, and shared care itself first.
SOURCES: tuple[Source, ...] = (
    *CARE,
    *EXCHANGE,
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
        "plan being written by somebody who has left",
        "plans being written by somebody who has left",
        lambda user, today: careplans.drafts_of_leavers(user, today).count(),
        "careplans:worklist",
        "?show=left_open",
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
        "campaign that does not balance",
        "campaigns that do not balance",
        lambda user, today: recall.off_balance(user).count(),
        "recall:campaigns",
        "?show=off_balance",
        need=Permission.RUN_CAMPAIGN,
        hint="Somebody in it may have been lost",
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
        "person to be told of their invitation",
        "people to be told of their invitation",
        lambda user, today: recall.people_to_tell(user).count(),
        "recall:to_tell",
        need=Permission.RECORD_ANSWER,
        hint="No message reaches them safely",
    ),
    Source(
        Risk.UNREACHED,
        "person who has not answered the last invitation",
        "people who have not answered the last invitation",
        lambda user, today: recall.no_answer_members(user).count(),
        "recall:no_answer",
        need=Permission.RECORD_ANSWER,
    ),
    *ANSWERS,
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
