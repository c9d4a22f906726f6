"""When a campaign is stopped by itself, because too much of it fails. Pure (reference reliability 4.1, point 10)."""

ENOUGH_TO_TELL = 200
TOO_MANY = 0.10


def too_many(*, sent: int, failed: int) -> bool:
    """Whether more than one in ten failed for good, once enough were sent to tell."""
    return sent >= ENOUGH_TO_TELL and failed > sent * TOO_MANY
