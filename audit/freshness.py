"""Whether a page still shows what is on record when it is sent."""

from typing import Any

from django.core.exceptions import ValidationError

STALE = (
    "Somebody else changed this while you had it open. What you entered is kept below; look at it again, then send it."
)


def check_fresh(row: Any, version: int | None, words: str = STALE) -> None:
    """Refuse, in these words, when the row has changed since the page was opened; None where no page was.

    The row is locked by the caller, or the answer may be wrong a moment later. Raises ValidationError, code "stale".
    """
    if version is not None and version != row.version:
        raise ValidationError(words, code="stale")
