"""What the worker is rung for. Each bell may be lost or rung twice: the rows decide what is done."""

from celery import shared_task
from django.db import transaction

from recall import delivery, failpoints


@shared_task(name="recall.drain_invitations")
def drain_invitations() -> None:
    """Send and print what is due."""
    delivery.drain()


@shared_task(name="recall.reconcile_attempts")
def reconcile_attempts() -> None:
    """Look up what may or may not have left."""
    delivery.reconcile()


@shared_task(name="recall.plan_reminders")
def plan_reminders() -> None:
    """Queue second and third invitations."""
    delivery.plan_reminders()


@shared_task(name="recall.catch_up")
def catch_up() -> None:
    """Bring newcomers into the campaigns that run."""
    delivery.catch_up()


@shared_task(name="recall.check_balances")
def check_balances() -> None:
    """Count everybody in the campaigns that run."""
    delivery.check_balances()


def ring() -> None:
    """Ring for the drain once the deed is committed. A bell nobody hears is no loss: the clock rings soon anyway."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    failpoints.reach("F1")
    drain_invitations.apply_async(retry=False, ignore_result=True)
