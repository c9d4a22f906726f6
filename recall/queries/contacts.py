"""How often somebody was contacted lately, by whatever campaign: `schedule.free_on` in SQL; one test runs both."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from recall.schedule import MONTH
from schemes import queries as schemes

# A named CTE: whoever had their contacts for the month, and the day on which there is room again. What may have left
# counts, so does a letter in a print file; what was refused does not. {among} names the same people as in VERDICTS.
# Parameters: contacts, month_days, month_ago, today.
FULL = """
full_up AS MATERIALIZED (
    SELECT patient_id, free_on FROM (
        SELECT patient_id, (array_agg(made_on ORDER BY made_on DESC))[%(contacts)s] + %(month_days)s AS free_on
        FROM (
            SELECT i.patient_id,
                (coalesce(a.settled_at, a.claimed_at) AT TIME ZONE 'Europe/London')::date AS made_on
            FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
            WHERE a.state IN ('sending', 'printed', 'unknown', 'accepted')
                AND coalesce(a.settled_at, a.claimed_at) >= %(month_ago)s {among}
        ) recent GROUP BY patient_id
    ) counted WHERE free_on > %(today)s
)
"""
OF_THESE = "AND i.patient_id = ANY(%(patients)s)"
FULL_NOW = f"WITH {FULL.format(among=OF_THESE)} SELECT patient_id, free_on FROM full_up"


def month(scheme_id: UUID, today: date) -> dict[str, Any]:
    """The parameters of FULL: the limit that the scheme has set for today, and the days it is counted over."""
    return {
        "contacts": schemes.protocol_on(scheme_id, today).contacts_a_month,
        "month_days": MONTH.days,
        "month_ago": beginning_of(today - MONTH),
        "today": today,
    }


def beginning_of(day: date) -> datetime:
    """The first moment of a day in Europe/London."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def full_until(scheme_id: UUID, patients: list[UUID], today: date) -> dict[UUID, date]:
    """Of these people, whoever may not be contacted today, with the day from which they may."""
    with connection.cursor() as cursor:
        cursor.execute(FULL_NOW, month(scheme_id, today) | {"patients": patients})
        return dict(cursor.fetchall())
