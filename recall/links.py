"""The link by which a person answers: made from a message's own key, known to the database only as a hash.

The text that is kept says `⟪link⟫` where the link stands, and it is put in as the message leaves: whoever reads the
database, or the message on its page, cannot answer for the person. 160 bits, so that none is ever guessed.
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

MARK = "⟪link⟫"
PATH = "/r/"
LASTS = timedelta(days=60)
WRONG_TRIES = 5  # wrong dates of birth, after which the link opens nothing any more
PROVED_FOR = 15 * 60  # seconds in which whoever said their date of birth may choose an answer
_BYTES = 20


def token(attempt_id: UUID, secret: str) -> str:
    """What stands in the address of this message's reply page."""
    digest = hmac.new(secret.encode(), b"recall.reply:" + attempt_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(token: str, site: str) -> str:
    """The whole address, as a message gives it."""
    return f"{site}{PATH}{token}"


def opened(text: str, *, attempt_id: UUID, secret: str, site: str) -> str:
    """The text as it leaves, with the link in its place."""
    return text.replace(MARK, address(token(attempt_id, secret), site)) if MARK in text else text


def longest(site: str) -> str:
    """A link as long as every link is, for counting."""
    return address("x" * len(token(UUID(int=0), "")), site)
