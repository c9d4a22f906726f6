"""How somebody may be reached: what a mobile number, an e-mail address and a postcode look like, and what must agree.

Numbers are kept as they are dialled in the UK (07…), or with a plus for another country; what is kept can be texted
to. Postcodes are only tidied and their shape looked at: a letter is the test of an address, not a pattern.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

PUNCTUATION = re.compile(r"[\s().\-\u2010-\u2015]")
UK_MOBILE = re.compile(r"(?:(?:\+|00)440?|0)?(7[0-9]{9})")
ABROAD = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
EMAIL = re.compile(r"[^@\s,;<>()\[\]\"]{1,64}@[a-z0-9\-]+(\.[a-z0-9\-]+)*\.[a-z0-9\-]{2,}", re.IGNORECASE | re.ASCII)
LONGEST_EMAIL = 254
LONGEST = 40
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", re.ASCII)


def mobile(typed: str) -> str:
    """The number in one form, 07700900123 or +33612345678; raises ValidationError when it cannot be texted.

    A number that lost its first nought in a spreadsheet is understood.
    """
    dialled = PUNCTUATION.sub("", typed) if len(typed) <= LONGEST else ""
    home = UK_MOBILE.fullmatch(dialled)
    if home:
        return f"0{home[1]}"
    abroad = ABROAD.fullmatch(dialled)
    if abroad and not abroad[1].startswith("44"):
        return f"+{abroad[1]}"
    raise ValidationError("Enter a mobile number, like 07700 900123 or +44 7700 900123.", code="mobile")


def email(typed: str) -> str:
    """The address as typed; raises ValidationError when nothing could be delivered to it."""
    if len(typed) > LONGEST_EMAIL or not EMAIL.fullmatch(typed) or ".." in typed:
        raise ValidationError("Enter an e-mail address in the correct format, like name@example.org.", code="email")
    return typed


def postcode(typed: str) -> str:
    """The postcode in capitals with its space; raises ValidationError when it does not look like one."""
    parts = POSTCODE.fullmatch(PUNCTUATION.sub("", typed).upper())
    if not parts or len(typed) > LONGEST:
        raise ValidationError("Enter a postcode, like ZZ99 3AB.", code="postcode")
    return f"{parts[1]} {parts[2]}"


def disagreements(wishes: Mapping[str, Any]) -> dict[str, str]:
    """What does not agree in somebody's wishes, by field: a way they prefer must be safe, and have somewhere to go."""
    preferred = wishes["preferred_channel"]
    found = {}
    if preferred == "sms" and not wishes["mobile"]:
        found["mobile"] = "Enter a mobile number, because they would like text messages."
    if preferred == "email" and not wishes["email"]:
        found["email"] = "Enter an e-mail address, because they would like e-mail."
    safe = {"letter": "safe_to_post", "sms": "safe_to_text", "email": "safe_to_email"}.get(preferred, "")
    if safe and not wishes[safe]:
        found["preferred_channel"] = "Choose another way, or say that this one is safe."
    return found
