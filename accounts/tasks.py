"""What the worker is rung for: notices to staff."""

from celery import shared_task
from django.db import transaction

from accounts import actions, delivery


@shared_task(name="accounts.deliver_notices")
def deliver_notices() -> None:
    """Send the e-mails that staff are due."""
    delivery.drain()


def ring() -> None:
    """Ring once the deed is committed; a bell nobody hears is no loss, because the clock rings soon anyway."""
    transaction.on_commit(lambda: deliver_notices.apply_async(retry=False, ignore_result=True), robust=True)


@shared_task(name="accounts.forget_what_is_over")
def forget_what_is_over() -> None:
    """Remove ended sessions, tries that count no more, and typed text nobody came back for."""
    actions.forget_what_is_over()
