"""Whom of its cohort a round takes, and from which day on: `recall.rounds` in SQL; one test runs both."""

from datetime import date
from typing import Any

from recall import rounds
from recall.models import Campaign
from recall.queries import contacts

# Named CTEs after VERDICTS and FULL: `fresh` is whom it is about, `placed` adds the day, and leaves whom the round has
# no room for. The longest overdue come first.
EVERYBODY = "fresh AS (SELECT verdicts.*, free_on FROM verdicts LEFT JOIN full_up USING (patient_id))"
NEWCOMERS = """fresh AS (
    SELECT verdicts.*, free_on FROM verdicts LEFT JOIN full_up USING (patient_id)
    WHERE patient_id NOT IN (SELECT patient_id FROM recall_invitation WHERE campaign_id = %(campaign)s)
)"""

AS_THEY_COME = """placed AS (
    SELECT patient_id, practice_id, format, skip, channel, free_on, NULL::date AS turn_on FROM fresh
)"""
# Parameters: size_cap, a_week, monday, week_began.
BY_RULE = """in_hand AS (
    SELECT count(*) AS people FROM recall_invitation WHERE campaign_id = %(campaign)s AND state <> 'excluded'
), taken AS (
    SELECT i.practice_id, count(*) AS people
    FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
    WHERE a.campaign_id = %(campaign)s AND a.sequence = 1 AND a.state NOT IN ('missed', 'cancelled')
        AND coalesce(a.settled_at, a.not_before) >= %(week_began)s
    GROUP BY 1
), ranked AS (
    SELECT fresh.*,
        row_number() OVER (PARTITION BY skip IS NULL ORDER BY next_review_on, patient_id) AS place,
        row_number() OVER (PARTITION BY skip IS NULL, practice_id ORDER BY next_review_on, patient_id) AS turn
    FROM fresh
), judged AS (
    SELECT ranked.*, coalesce(skip IS NULL AND place > %(size_cap)s::int - in_hand.people, false) AS beyond,
        %(monday)s::date + 7 * ((coalesce(taken.people, 0) + turn - 1) / %(a_week)s::int)::int AS week_on
    FROM ranked CROSS JOIN in_hand LEFT JOIN taken USING (practice_id)
), placed AS (
    SELECT patient_id, practice_id, format, CASE WHEN beyond THEN 'next_round' ELSE skip END AS skip,
        CASE WHEN NOT beyond THEN channel END AS channel, free_on,
        CASE WHEN week_on > %(today)s::date THEN week_on END AS turn_on
    FROM judged
)"""
LEAVES_ON = "greatest(free_on, turn_on)"  # NULL when nothing keeps it back
NOT_BEFORE = f"coalesce({LEAVES_ON}::timestamp AT TIME ZONE 'Europe/London', %(now)s)"
WAITS_FOR = """CASE WHEN turn_on > coalesce(free_on, %(today)s::date) THEN 'their_week'
            WHEN free_on IS NOT NULL THEN 'contact_budget' WHEN channel = 'letter' THEN 'to_print' ELSE 'to_send' END"""


def placing(campaign: Campaign) -> str:
    """The CTEs that place everybody; ranking a county is left out where nothing depends on it."""
    return BY_RULE if campaign.size_cap or campaign.practice_a_week else AS_THEY_COME


def limits(campaign: Campaign, today: date) -> dict[str, Any]:
    """The parameters of BY_RULE."""
    monday = rounds.monday(today)
    return {
        "size_cap": campaign.size_cap,
        "a_week": campaign.practice_a_week,
        "monday": monday,
        "week_began": contacts.beginning_of(monday),
    }
