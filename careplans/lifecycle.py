"""The life of a care plan."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    ENDED = "ended", "Ended"


class Move(TextChoices):
    AGREE = "agree", "Agree"
    REVISE = "revise", "Start a new version"
    END = "end", "End"


LIFE = Lifecycle(
    name="Care plan",
    initial=Status.DRAFT,
    moves={
        Move.AGREE: ({Status.DRAFT}, Status.AGREED),
        Move.REVISE: ({Status.AGREED}, Status.DRAFT),
        Move.END: ({Status.DRAFT, Status.AGREED}, Status.ENDED),
    },
)
