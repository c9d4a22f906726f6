"""Where the worker comes in. The rows are the queue; losing a call loses nothing."""

from uuid import UUID

from celery import shared_task
from django.db import transaction

from governance import reporting


@shared_task(name="governance.produce_bundle")
def produce_bundle(scheme_id: str, bundle_id: str) -> None:
    reporting.produce(UUID(scheme_id), UUID(bundle_id))


@shared_task(name="governance.produce_waiting")
def produce_waiting() -> None:
    reporting.produce_waiting()


def ring(scheme_id: UUID, bundle_id: UUID) -> None:
    """Ring for one copy once the wish is committed. A bell nobody hears is no loss: the clock rings every minute."""
    arguments = (str(scheme_id), str(bundle_id))
    transaction.on_commit(lambda: produce_bundle.apply_async(arguments, retry=False), robust=True)
