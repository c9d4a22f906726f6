"""The life of an import of practices: looked at, then confirmed or discarded."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    STAGED = "staged", "Waiting to be confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    DISCARDED = "discarded", "Discarded"


class Move(TextChoices):
    CONFIRM = "confirm", "Confirm"
    DISCARD = "discard", "Discard"


LIFE = Lifecycle(
    name="Import of practices",
    initial=Status.STAGED,
    moves={
        Move.CONFIRM: ({Status.STAGED}, Status.CONFIRMED),
        Move.DISCARD: ({Status.STAGED}, Status.DISCARDED),
    },
)
