"""What was exchanged about somebody between two places: when it waits for an answer, and when it is silent. Pure.

Source: capabilities B3 (what was sent to whom, when, acknowledged or not; show silence) and C1 (a next action with an
owner). After how many days is the scheme's own number.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from ui import words


class ExchangeKind(TextChoices):
    """What it was about, beyond referral and discharge."""

    PROGRESS = "progress", "How treatment goes"
    REVIEW = "review", "What a review came to"
    CHANGE = "change", "A change of treatment"
    PLAN = "plan", "The care plan, or a change of it"
    ATTENDANCE = "attendance", "Appointments kept or missed"
    RESULTS = "results", "Results of tests"
    HEALTH = "health", "Physical or mental health"
    CONCERN = "concern", "A concern about safety"
    ARRANGEMENTS = "arrangements", "How we work together"
    OTHER = "other", "Something else"


class How(TextChoices):
    """In what way it was exchanged."""

    LETTER = "letter", "Letter"
    EMAIL = "email", "Secure e-mail"
    TELEPHONE = "telephone", "By telephone"
    MEETING = "meeting", "Meeting"


class Direction(TextChoices):
    """Which of the two told the other, as whoever puts it on record sees it."""

    SENT = "sent", "We told them"
    RECEIVED = "received", "They told us"


# Somebody heard it when it was said; what is written may lie unread.
SPOKEN = frozenset({How.TELEPHONE, How.MEETING})


class ExchangeStatus(TextChoices):
    """How an exchange stands: worked out, never kept."""

    WAITING = "waiting", "Not acknowledged yet"
    LATE = "late", "Not acknowledged in time"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    SPOKEN = "spoken", "Spoken"
    WITHDRAWN = "withdrawn", "Withdrawn: it was a mistake"


def standing(
    *, how: str, day: date, acknowledged: bool, withdrawn: bool, today: date, within_days: int | None
) -> ExchangeStatus:
    """How it stands on a day; late only where the scheme's days are given, and those have passed."""
    if withdrawn:
        return ExchangeStatus.WITHDRAWN
    if how in SPOKEN:
        return ExchangeStatus.SPOKEN
    if acknowledged:
        return ExchangeStatus.ACKNOWLEDGED
    late = within_days is not None and day < today - timedelta(days=within_days)
    return ExchangeStatus.LATE if late else ExchangeStatus.WAITING


def quiet_since(last_on: date | None, started_on: date) -> date:
    """Since when nothing was exchanged about somebody: since the last time, or since shared care began."""
    return last_on or started_on


def is_silent(last_on: date | None, started_on: date, today: date, within_days: int) -> bool:
    """Whether nothing was exchanged for longer than the scheme lets it be; the last day of it still counts."""
    return quiet_since(last_on, started_on) < today - timedelta(days=within_days)


@dataclass(frozen=True)
class Side:
    """One of the two: a place, or the scheme's co-ordination where there is none; and who there, when it is known."""

    place: Any = None
    professional: Any = None


@dataclass(frozen=True)
class Following:
    """What is to be done next, by whom and by when; nothing where there is none."""

    action: str = ""
    owner: Any = None
    due_on: date | None = None


@dataclass(frozen=True)
class CareTime:
    """From and until when somebody is or was in shared care."""

    started_on: date
    ended_on: date | None = None


def check_day(day: date, today: date, care: CareTime | None) -> None:
    """Refuse a day that is still to come, and one outside the time in shared care that it is about."""
    if day > today:
        raise ValidationError({"day": "The day must be today or in the past."})
    if care and day < care.started_on:
        raise ValidationError(
            {"day": f"Shared care began on {words.day(care.started_on)}. Enter that day or a later one."}
        )
    if care and care.ended_on and day > care.ended_on:
        raise ValidationError(
            {"day": f"Shared care ended on {words.day(care.ended_on)}. Enter that day or an earlier one."}
        )


def check_following(following: Following, day: date) -> None:
    """Refuse a next action without an owner or a day, either of them without the action, and a day before it all."""
    if following.action and following.owner is None:
        raise ValidationError({"owner": "Choose who does it."})
    if following.action and following.due_on is None:
        raise ValidationError({"due_on": "Enter the day by when it is to be done."})
    if not following.action and (following.owner or following.due_on):
        raise ValidationError({"next_action": "Say what is to be done, or leave who and when empty too."})
    if following.due_on and following.due_on < day:
        raise ValidationError({"due_on": "It cannot be due before the exchange itself."})
