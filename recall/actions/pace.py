"""Keeping all workers together to the provider's rate."""

from django.db import transaction
from django.utils import timezone

from recall import pace
from recall.models import SendingPace


@transaction.atomic
def take_turn(*, wanted: int, per_minute: int) -> int:
    """How many messages this worker may send now, taken for all workers to see; none when others took them all."""
    SendingPace.objects.bulk_create([SendingPace(pk=1)], ignore_conflicts=True)
    kept = SendingPace.objects.select_for_update().get(pk=1)
    after, granted = pace.taken(
        pace.Bucket(kept.room, kept.at), wanted=wanted, per_minute=per_minute, now=timezone.now()
    )
    kept.room, kept.at = after.room, after.at
    kept.save()
    return granted


@transaction.atomic
def give_back(*, count: int) -> None:
    """Give back turns that were taken and not used."""
    kept = SendingPace.objects.select_for_update().get(pk=1)
    kept.room += count
    kept.save()
