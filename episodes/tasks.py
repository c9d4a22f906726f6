"""What the worker is rung for. Each bell may be lost or rung twice: the rows decide what is done."""

from celery import shared_task
from django.db import transaction

from episodes import delivery


@shared_task(name="episodes.escalate")
def escalate() -> None:
    """Pass on the alerts whose next step is due."""
    delivery.escalate()


@shared_task(name="episodes.sweep")
def sweep() -> None:
    """Look for days without a dose that call for an alert."""
    delivery.sweep()


def ring() -> None:
    """Ring once the deed is committed; a bell nobody hears is no loss, because the clock rings soon anyway."""
    transaction.on_commit(lambda: escalate.apply_async(retry=False, ignore_result=True), robust=True)
