"""The keys that seal what the database may not read. Read by the settings, so it needs none itself."""

import base64
import hashlib

from cryptography.fernet import Fernet


def development_key(secret: str) -> str:
    """A key for one checkout, made from its secret, so that nobody who tries the product has to make one."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"sealing:{secret}".encode()).digest()).decode()


def is_sealing_key(key: str) -> bool:
    """Whether it is a key at all: 32 bytes, as Fernet writes them."""
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
