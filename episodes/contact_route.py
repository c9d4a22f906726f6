"""When a way to reach somebody is to be tried again, and what may be kept as one. Pure.

Source: capabilities C2: named, tested contact routes of each party, with a prompt to try them again.
"""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

LEAST_FIGURES = 3  # an extension is a number too


class RouteStatus(TextChoices):
    """How a way to reach somebody stands: worked out, never kept."""

    VERIFIED = "verified", "Tried, and it works"
    LAPSED = "lapsed", "Not tried for too long"
    LEFT = "left", "Has left this place"


def tried_since(today: date, months: int) -> date:
    """The day since which a route must have been tried: the same day so many months ago, or that month's last."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def standing(*, verified_on: date, has_left: bool, today: date, months: int) -> RouteStatus:
    """How a route stands on a day; whoever has left is not reached there, tried or not."""
    if has_left:
        return RouteStatus.LEFT
    return RouteStatus.VERIFIED if verified_on >= tried_since(today, months) else RouteStatus.LAPSED


def check_ways(*, direct_line: str, secure_email: str) -> None:
    """Refuse a route that leads nowhere, and a line that is no number."""
    if not direct_line and not secure_email:
        raise ValidationError("Enter a direct line or a secure e-mail address: without one nobody is reached.")
    if direct_line and len(re.findall(r"\d", direct_line)) < LEAST_FIGURES:
        raise ValidationError({"direct_line": "Enter a telephone number, for example 01632 960 001 extension 12."})
