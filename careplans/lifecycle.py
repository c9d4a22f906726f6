"""The life of a care plan, and of each of its versions."""

from django.core.exceptions import ValidationError
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


class VersionStatus(TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Replaced by a later version"


class VersionMove(TextChoices):
    AGREE = "agree", "Agree"
    SUPERSEDE = "supersede", "Replace"


VERSION_LIFE = Lifecycle(
    name="Version of a care plan",
    initial=VersionStatus.DRAFT,
    moves={
        VersionMove.AGREE: ({VersionStatus.DRAFT}, VersionStatus.AGREED),
        VersionMove.SUPERSEDE: ({VersionStatus.AGREED}, VersionStatus.SUPERSEDED),
    },
)


def check_open(status: str) -> None:
    """Refuse work on a plan that has ended."""
    if status == Status.ENDED:
        raise ValidationError("This plan has ended, so nothing can be added to it.")


def check_draft(status: str) -> None:
    """Refuse writing in a version that is not a draft: it stays as it was."""
    if status != VersionStatus.DRAFT:
        raise ValidationError("This version has been agreed and stays as it is. Start a new version to change it.")
