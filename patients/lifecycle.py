"""The life of a register that somebody brought in, and the questions it may put to a human."""

from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class ImportStatus(TextChoices):
    STAGED = "staged", "Checked, waiting to be brought in"
    CONFIRMED = "confirmed", "Brought in"
    DISCARDED = "discarded", "Set aside"


class ImportMove(TextChoices):
    CONFIRM = "confirm", "Bring in"
    DISCARD = "discard", "Set aside"


LIFE = Lifecycle(
    name="Register import",
    initial=ImportStatus.STAGED,
    moves={
        ImportMove.CONFIRM: ({ImportStatus.STAGED}, ImportStatus.CONFIRMED),
        ImportMove.DISCARD: ({ImportStatus.STAGED}, ImportStatus.DISCARDED),
    },
)


class Verdict(TextChoices):
    """What an import would do with one row."""

    ADD = "add", "To add"
    UPDATE = "update", "To update"
    UNCHANGED = "unchanged", "Nothing new"
    ASK = "ask", "For somebody to decide"
    REJECT = "reject", "Not taken"


class QuestionKind(TextChoices):
    """Why a row is put to a human instead of being brought in."""

    SAME_NAME = "same_name", "Same name and date of birth, without the same NHS number"
    SAME_NUMBER = "same_number", "Same NHS number, but another name and date of birth"
    MOVE = "move", "Registered at another practice"
    RETURN = "return", "Marked as moved away or died, but on the register again"


class Answer(TextChoices):
    """What the human said."""

    SAME = "same", "Yes: take the file's details"
    DIFFERENT = "different", "No"
