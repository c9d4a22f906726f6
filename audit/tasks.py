"""What the worker is rung for: sealing the trail."""

from celery import shared_task

from audit import delivery


@shared_task(name="audit.seal_trail")
def seal_trail() -> None:
    """Seal what has ended since the last time, and tell the seals outside the database."""
    delivery.seal_and_tell()
