"""How many messages may leave now, so that all workers together keep to the provider's rate. Pure.

A bucket fills evenly and holds a second's worth, so that no 60 seconds see more than the rate, however they are cut:
GOV.UK Notify takes 3,000 messages a minute of one service (reference standards 8).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Bucket:
    """How many messages may leave, as of a moment."""

    room: float
    at: datetime


def taken(bucket: Bucket, *, wanted: int, per_minute: int, now: datetime) -> tuple[Bucket, int]:
    """The bucket afterwards, and how many of the wanted may leave: from none to all.

    A clock that was put back fills nothing.
    """
    burst = max(per_minute // 60, 1)
    filling = max(per_minute - burst, 1) / 60  # a second; with the burst it comes to the rate
    seconds = max((now - bucket.at).total_seconds(), 0)
    room = min(burst, bucket.room + seconds * filling)
    granted = min(wanted, int(room))
    return Bucket(room - granted, max(now, bucket.at)), granted
