"""What a provider calls back with, read strictly, and what a receipt comes to. Pure.

Keys and statuses are those of GOV.UK Notify's callbacks (reference standards 8). Receipts come early, late, twice, in
the wrong order, or never, so what they come to does not depend on their order: delivered once is delivered.
"""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateparse import parse_datetime

LONGEST_TEXT = 2_000


class Fate(TextChoices):
    """What became of a message after it left."""

    DELIVERED = "delivered", "Delivered"
    NOT_DELIVERED = "not_delivered", "Did not arrive"


# A temporary failure is final too: Notify has tried for three days by then.
FATES = {
    "delivered": Fate.DELIVERED,
    "permanent-failure": Fate.NOT_DELIVERED,
    "temporary-failure": Fate.NOT_DELIVERED,
    "technical-failure": Fate.NOT_DELIVERED,
    "returned": Fate.NOT_DELIVERED,
}


class Unreadable(ValueError):
    """The body is not what the provider says it sends."""


@dataclass(frozen=True)
class Receipt:
    """That a message of ours, known by our reference, came to this."""

    reference: UUID | None
    provider_id: str
    status: str
    completed_at: datetime

    @property
    def digest(self) -> str:
        """The same for the same news, however often it comes."""
        return _digest("receipt", self.provider_id, str(self.reference), self.status)


@dataclass(frozen=True)
class Text:
    """A text that somebody sent us."""

    provider_id: str
    number: str
    message: str
    received_at: datetime

    @property
    def digest(self) -> str:
        return _digest("text", self.provider_id)


def read_receipt(body: bytes) -> Receipt:
    """A delivery receipt. Raises Unreadable."""
    said = _object(body)
    return Receipt(
        reference=_reference(said), provider_id=_word(said, "id"), status=_word(said, "status"),
        completed_at=_moment(said, "completed_at"),
    )  # fmt: skip


def read_return(body: bytes) -> Receipt:
    """A letter that came back, as a receipt that it did not arrive. Raises Unreadable."""
    said = _object(body)
    return Receipt(
        reference=_reference(said), provider_id=_word(said, "notification_id"), status="returned",
        completed_at=timezone.now(),
    )  # fmt: skip


def read_text(body: bytes) -> Text:
    """A text that came in. Raises Unreadable."""
    said = _object(body)
    message = said.get("message")
    if not isinstance(message, str):
        raise Unreadable("message")
    return Text(
        provider_id=_word(said, "id"), number=_in_full(_word(said, "source_number")),
        message=message.replace("\x00", "")[:LONGEST_TEXT], received_at=_moment(said, "date_received"),
    )  # fmt: skip


def fate(statuses: Collection[str]) -> Fate | None:
    """What all receipts of one message come to, in whatever order they came; None when they say nothing final."""
    known = {FATES[status] for status in statuses if status in FATES}
    return Fate.DELIVERED if Fate.DELIVERED in known else next(iter(known), None)


def reached_nobody(fates: Collection[Fate | None]) -> bool:
    """Whether nothing that was sent to somebody arrived: what nobody has heard of may have arrived."""
    return bool(fates) and all(each is Fate.NOT_DELIVERED for each in fates)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(said, dict):
        raise Unreadable("no object")
    return said


def _word(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > 100 or "\x00" in value:
        raise Unreadable(key)
    return value.strip()


def _in_full(number: str) -> str:
    """Notify gives numbers with their country and without the plus, and some senders a name."""
    return f"+{number}" if re.fullmatch(r"[1-9][0-9]{9,14}", number) else number


def _reference(said: dict[str, Any]) -> UUID | None:
    """Our own reference; messages of another service under the same key have none, or one of their own."""
    try:
        return UUID(str(said.get("reference")))
    except ValueError:
        return None


def _moment(said: dict[str, Any], key: str) -> datetime:
    """The moment given, or now: a receipt without one is news all the same."""
    try:
        found = parse_datetime(str(said.get(key)))
    except ValueError:
        found = None
    if found is None:
        return timezone.now()
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
