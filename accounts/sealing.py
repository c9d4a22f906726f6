"""What the database keeps but must not be able to read: factor secrets, sessions, typed text; and hashes of names.

The keys come from the environment. The first seals, all of them open, so that keys are changed by putting a new one in
front and running `reseal`.
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class Unreadable(ValueError):
    """Sealed with a key that is gone, or altered."""


@lru_cache(maxsize=4)
def _vault(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """The text as the database keeps it."""
    return _vault(tuple(settings.SEALING_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; refuses what was altered or sealed with a key that is not among ours."""
    try:
        return _vault(tuple(settings.SEALING_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable("This was sealed with a key that is not known here.") from None


def reseal(sealed: str) -> str:
    """The same text, sealed with the first key."""
    return seal(unseal(sealed))


def fingerprint(kind: str, text: str) -> str:
    """A keyed hash: tells whether two texts are the same, and not what they are."""
    return salted_hmac(f"accounts.{kind}", text.strip().lower(), algorithm="sha256").hexdigest()
