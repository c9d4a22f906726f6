"""Where the worker comes in. The rows are the queue; losing a call loses nothing."""

from uuid import UUID

from celery import shared_task
from django.db import transaction

from monitoring import reporting


@shared_task(name="monitoring.produce_report")
def produce_report(scheme_id: str, run_id: str) -> None:
    reporting.produce(UUID(scheme_id), UUID(run_id))


@shared_task(name="monitoring.produce_waiting")
def produce_waiting() -> None:
    reporting.produce_waiting()


def ring(scheme_id: UUID, run_id: UUID) -> None:
    """Ring for one report once the wish is committed. A bell nobody hears is no loss: the clock rings every minute."""
    arguments = (str(scheme_id), str(run_id))
    transaction.on_commit(lambda: produce_report.apply_async(arguments, retry=False), robust=True)


def produce_now(scheme_id: UUID, run_id: UUID) -> None:
    """Make one document in this process once the wish is committed; what fails stays on its row and in the log."""
    transaction.on_commit(lambda: reporting.produce(scheme_id, run_id), robust=True)
