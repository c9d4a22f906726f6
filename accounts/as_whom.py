"""As whom a form was opened: a signed word in every form, so that what is sent is done as the role it was read in."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

FIELD = "as_whom"
HEADER = "X-As-Whom"


@dataclass(frozen=True)
class AsWhom:
    """A person and the membership they acted under when the form was opened."""

    user_id: UUID
    membership_id: UUID


def write(user_id: UUID, membership_id: UUID) -> str:
    return signing.Signer(salt=FIELD).sign(f"{user_id.hex}{membership_id.hex}")


def read(word: str) -> AsWhom | None:
    """The person and role, or None when nothing was said or it was not written here."""
    try:
        said = signing.Signer(salt=FIELD).unsign(word)
        return AsWhom(UUID(said[:32]), UUID(said[32:]))
    except (signing.BadSignature, ValueError):
        return None
