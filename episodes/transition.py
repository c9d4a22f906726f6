"""How somebody moves between services: which way, with what, and what became of it. Pure.

Source: capabilities A8 and A15: step-up, step-down and transfer, with who sent, who accepted, when, and what
information went with the person. How long an answer may take before it is late, and for how long whoever is asked sees
the person meanwhile, are our own first guess.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from episodes.lifecycle import TransitionStatus

ANSWER_WITHIN = timedelta(days=14)
SEEN_FOR = timedelta(days=90)


class Direction(TextChoices):
    """Which way the person goes."""

    STEP_UP = "step_up", "Step up to a specialist"
    STEP_DOWN = "step_down", "Step down to primary care"
    TRANSFER = "transfer", "Transfer to another service"


class Information(TextChoices):
    """What goes with the person."""

    LETTER = "letter", "Letter that says why"
    CARE_PLAN = "care_plan", "Care plan in force"
    PRESCRIBING = "prescribing", "Prescribing history, and how they collect now"
    HEALTH_SUMMARY = "health_summary", "Summary of the GP record"
    RISK = "risk", "Risk assessment"
    SAFEGUARDING = "safeguarding", "Safeguarding concerns, children in the home included"
    DRUG_TESTS = "drug_tests", "Drug test results"
    BLOOD_TESTS = "blood_tests", "Blood tests, hepatitis and HIV included"
    CONSENT = "consent", "The person’s consent to share this"


def check_direction(direction: str, *, to_practice: bool, to_specialist: bool) -> None:
    """Refuse a step up that leads to no specialist, and a step down that leads to no GP practice."""
    if direction == Direction.STEP_UP and not to_specialist:
        raise ValidationError(
            {"direction": "A step up leads to a specialist service, or to a GP with a special interest."}
        )
    if direction == Direction.STEP_DOWN and not to_practice:
        raise ValidationError({"direction": "A step down leads to a GP practice."})


def check_information(information: Collection[str], other: str) -> None:
    """Refuse to send somebody on without a word about them."""
    if not information and not other:
        raise ValidationError({"information": "Say what information goes with the person."})


def said_of(information: Collection[str]) -> list[str]:
    """What goes with the person in words, in the order of the list."""
    return [each.label for each in Information if each in information]


@dataclass(frozen=True)
class Fate:
    """What became of a move, as far as it must be told to whoever comes too late."""

    status: str
    receiver: str
    by: str = ""
    at: str = ""
    why: str = ""


def check_open(fate: Fate) -> None:
    """Refuse to answer a move, or to withdraw it, that was answered or withdrawn already, saying what became of it."""
    if fate.status == TransitionStatus.OFFERED:
        return
    said = {
        TransitionStatus.ACCEPTED: f"{fate.by} accepted this for {fate.receiver} already, on {fate.at}.",
        TransitionStatus.DECLINED: f"{fate.by} declined this for {fate.receiver} already, on {fate.at}.",
        TransitionStatus.WITHDRAWN: f"This was withdrawn on {fate.at}, so it cannot be answered any more: {fate.why}",
    }
    raise ValidationError(said[TransitionStatus(fate.status)], code="answered")
