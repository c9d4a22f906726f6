"""What waits in shared care itself: alerts, gaps, hand-overs, collections and agreements, as lines of Today."""

from django.utils import timezone

from accounts.roles import Permission
from episodes import queries as episodes
from sharedcare.pages.risk import Risk
from sharedcare.pages.source import Source

# Within one risk, in this order.
CARE: tuple[Source, ...] = (
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
        Risk.COMING,
        "person with care that nobody will answer for",
        "people with care that nobody will answer for",
        lambda user, today: len(episodes.gaps_for(user, episodes.GapShow.COMING, timezone.now())),
        "episodes:gaps",
        "?show=coming",
        hint="Leave without a deputy, somebody who leaves, a delegation or a certificate that runs out",
    ),
)
