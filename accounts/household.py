"""Whether two people share a home, without anybody's home being kept: a keyed digest of the postcode."""

from django.utils.crypto import salted_hmac


def key_of(postcode: str) -> str:
    """The digest of a postcode, whatever its spaces and capitals; nothing for no postcode."""
    tidy = "".join(postcode.split()).upper()
    return salted_hmac("accounts.household", tidy, algorithm="sha256").hexdigest() if tidy else ""
