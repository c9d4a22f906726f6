"""Wishing for an e-mail to somebody who signs in, and what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Notice

BATCH = 50
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 12  # doubling from the lease on: about two weeks


@transaction.atomic
def queue_notice(*, to: str, subject: str, body: str, opens: str = "", opens_id: UUID | None = None) -> Notice:
    """Ask for an e-mail to a member of staff; it leaves soon after the deed is committed.

    `{link}` in the body becomes a signed link to the page named `opens`, for `opens_id`. Neither subject nor body may
    say anything of a person in treatment: they travel in the clear.
    """
    return Notice.objects.create(
        to=to, subject=subject, body=body, opens=opens, opens_id=opens_id, not_before=timezone.now()
    )


@transaction.atomic
def claim_notices() -> list[Notice]:
    """Take what is due, so that no other worker does; whoever dies on the way lets go of it when the lease ends."""
    now = timezone.now()
    due = list(Notice.objects.due(now).select_for_update(skip_locked=True)[:BATCH])
    for notice in due:
        notice.attempts += 1
        notice.not_before = now + LEASE * 2 ** min(notice.attempts - 1, MOST_ATTEMPTS)
        notice.save(update_fields=["attempts", "not_before"])
    return due


def record_notice_sent(*, notice: Notice, at: datetime) -> None:
    """It left."""
    Notice.objects.filter(pk=notice.pk, sent_at__isnull=True, given_up_at__isnull=True).update(sent_at=at)


def record_notice_failed(*, notice: Notice, at: datetime) -> None:
    """It did not leave; it is tried again later and less and less often, and in the end given up."""
    if notice.attempts >= MOST_ATTEMPTS:
        Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(given_up_at=at)
