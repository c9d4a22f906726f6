"""Reading campaigns and invitations."""

from recall.queries.balances import balance, balances_of, day_by_day, newest_check, off_balance
from recall.queries.campaigns import campaign_list, members, preview, previewed_people
from recall.queries.cohorts import (
    cohort_list,
    cohort_members,
    cohort_record,
    equity,
    rows_not_taken,
)
from recall.queries.holdings import HOLDINGS
from recall.queries.panels import InvitationsPanel, invitations_panel
from recall.queries.quality import quality, rounds_of
from recall.queries.simulation import simulate, text_to_measure
from recall.queries.worklists import (
    bookings_to_settle,
    failed_members,
    missed_members,
    no_answer_members,
    open_concerns,
    people_to_tell,
    print_runs_to_post,
    texts_to_read,
    unknown_attempts,
)

__all__ = [
    "HOLDINGS",
    "InvitationsPanel",
    "balance",
    "balances_of",
    "bookings_to_settle",
    "campaign_list",
    "cohort_list",
    "cohort_members",
    "cohort_record",
    "day_by_day",
    "equity",
    "failed_members",
    "invitations_panel",
    "members",
    "missed_members",
    "newest_check",
    "no_answer_members",
    "off_balance",
    "open_concerns",
    "people_to_tell",
    "preview",
    "previewed_people",
    "print_runs_to_post",
    "quality",
    "rounds_of",
    "rows_not_taken",
    "simulate",
    "text_to_measure",
    "texts_to_read",
    "unknown_attempts",
]
