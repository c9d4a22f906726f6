"""Reading campaigns and invitations."""

from recall.queries.campaigns import balance, campaign_list, members, preview, previewed_people
from recall.queries.cohorts import (
    cohort_list,
    cohort_members,
    cohort_record,
    equity,
    rows_not_taken,
)
from recall.queries.holdings import HOLDINGS
from recall.queries.panels import InvitationsPanel, invitations_panel
from recall.queries.worklists import (
    bookings_to_settle,
    failed_members,
    missed_members,
    no_answer_members,
    open_concerns,
    print_runs_to_post,
    texts_to_read,
    unknown_attempts,
)

__all__ = [
    "HOLDINGS",
    "InvitationsPanel",
    "balance",
    "bookings_to_settle",
    "campaign_list",
    "cohort_list",
    "cohort_members",
    "cohort_record",
    "equity",
    "failed_members",
    "invitations_panel",
    "members",
    "missed_members",
    "no_answer_members",
    "open_concerns",
    "preview",
    "previewed_people",
    "print_runs_to_post",
    "rows_not_taken",
    "texts_to_read",
    "unknown_attempts",
]
