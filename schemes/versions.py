"""How what a scheme decides goes on, version by version. Pure."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from ui import words


def check_follows(last: Any, starts_on: date) -> None:
    """Refuse a version that begins before the one it follows, so that no past day changes what held on it."""
    if last and starts_on < last.starts_on:
        raise ValidationError(
            {"starts_on": f"Version {last.number} begins on {words.day(last.starts_on)}; this one must not be earlier."}
        )
