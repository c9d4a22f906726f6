"""What is to be sent, and what became of it: the reads that delivery and its actions share."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from episodes import holidays
from episodes import queries as episodes
from patients.models import Channel
from recall.lifecycle import AttemptState
from recall.models import Campaign, Hold, InvitationAttempt

# GOV.UK Notify keeps messages for seven days; beyond that it cannot say what left (reference reliability 1.1).
RETENTION = timedelta(days=6)

BY_TURN = ("not_before", "pk")
BY_PRACTICE = ("invitation__practice__name", "invitation__practice_id", "invitation__patient__family_name", "pk")

# One advisory lock an attempt: whoever sends holds it, and a sender that died has let go of it.
LOCK_KEY = "hashtextextended(%s::text, 7411)"
ABANDONED = """
WITH expired AS MATERIALIZED (
    SELECT id FROM recall_invitationattempt
    WHERE scheme_id = (SELECT app_scheme()) AND state = 'sending' AND lease_until < %s
)
SELECT id FROM expired WHERE pg_try_advisory_xact_lock(hashtextextended(id::text, 7411))
"""


def due(campaign: Campaign, channels: tuple[str, ...], limit: int) -> list[InvitationAttempt]:
    """Up to so many attempts of the campaign that wait to be sent by these channels, locked against other senders.

    Letters come practice by practice, as they are handed out; messages by turn. Which ones is asked before anything
    else about them, so that for messages an index has the answer, however many wait.
    """
    order = BY_PRACTICE if Channel.LETTER in channels else BY_TURN
    waiting = InvitationAttempt.objects.filter(
        campaign=campaign, state=AttemptState.PENDING, channel__in=channels, not_before__lte=timezone.now()
    ).select_for_update(skip_locked=True, of=("self",))
    turns = list(waiting.order_by(*order).values_list("pk", flat=True)[:limit])
    return list(
        InvitationAttempt.objects.filter(pk__in=turns)
        .select_related("invitation__patient", "invitation__practice")
        .order_by(*order)
        .select_for_update(skip_locked=True, of=("self", "invitation"))
    )


def abandoned(now: datetime) -> list[UUID]:
    """Claims past their lease whose sender is no longer there."""
    with connection.cursor() as cursor:
        cursor.execute(ABANDONED, [now])
        return [row[0] for row in cursor.fetchall()]


def try_lock(attempt_id: UUID) -> bool:
    """Take the attempt's lock for this connection; False when another sender holds it."""
    return bool(_ask(f"SELECT pg_try_advisory_lock({LOCK_KEY})", attempt_id))


def unlock(attempt_id: UUID) -> None:
    """Let go of the attempt's lock."""
    _ask(f"SELECT pg_advisory_unlock({LOCK_KEY})", attempt_id)


def _ask(statement: str, attempt_id: UUID) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(attempt_id)])
        return cursor.fetchone()[0]


def to_look_up(channels: tuple[str, ...]) -> QuerySet[InvitationAttempt]:
    """Attempts nobody knows the fate of, whose quarantine is over and which the provider still remembers."""
    now = timezone.now()
    return InvitationAttempt.objects.filter(
        state=AttemptState.UNKNOWN, channel__in=channels, not_before__lte=now, claimed_at__gte=now - RETENTION
    ).order_by("not_before", "pk")


def bank_holidays(scheme_id: UUID, day: date) -> list[date]:
    """The day, if it is a bank holiday in the nation whose holidays the scheme has chosen."""
    return holidays.bank_holidays(episodes.rule_on(scheme_id, day).nation, day, day)


FAILURES = """
SELECT count(*), count(*) FILTER (WHERE a.state = 'refused' OR r.undelivered)
FROM recall_invitationattempt a JOIN recall_invitation i ON i.id = a.invitation_id
CROSS JOIN LATERAL (
    SELECT bool_or(status <> 'delivered') AND NOT bool_or(status = 'delivered') AS undelivered
    FROM recall_deliveryreceipt WHERE attempt_id = a.id
) r
WHERE i.campaign_id = %(campaign)s AND a.channel <> 'letter' AND a.state IN ('accepted', 'refused')
    AND a.settled_at > (SELECT coalesce(max(released_at), '-infinity') FROM recall_hold)
"""


def failures(campaign: Campaign) -> tuple[int, int]:
    """How many messages the campaign sent since sending was last released, and how many of them failed for good."""
    with connection.cursor() as cursor:
        cursor.execute(FAILURES, {"campaign": campaign.pk})
        sent, failed = cursor.fetchone()
    return sent, failed


def held() -> Hold | None:
    """What holds sending back in this scheme, if anything does."""
    return Hold.objects.filter(released_at__isnull=True).first()
