"""How difficult somebody's care is to manage, and how that may change. Pure.

Source: capabilities A7: stable, complex or chaotic, as judged by whoever treats the person.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class Complexity(TextChoices):
    """How difficult the person's care is to manage (A7)."""

    STABLE = "stable", "Stable"
    COMPLEX = "complex", "Complex"
    CHAOTIC = "chaotic", "Chaotic"


def check_change(before: str, after: str, *, since: date, steady_since: date, today: date) -> None:
    """Refuse a change to what it is already, one that is still to come, and one before what holds now began."""
    if after == before:
        raise ValidationError({"complexity": f"Care is {Complexity(before).label.lower()} on record already."})
    if since > today:
        raise ValidationError({"since": "The day must be today or in the past."})
    if since < steady_since:
        began = f"{steady_since.day} {steady_since:%B %Y}"
        raise ValidationError({"since": f"Care has been {Complexity(before).label.lower()} since {began} on record."})
