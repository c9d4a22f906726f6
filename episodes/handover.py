"""How a hand-over goes: what may be offered, when an offer still stands, who holds what afterwards. Pure.

Source: capabilities B7 to B9: whoever hands over stays responsible until the other has accepted; a delegation for a
time returns by itself. How long an offer stands unless somebody says otherwise is our own first guess.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from episodes.lifecycle import HANDOVER, HandoverMove, HandoverStatus
from episodes.responsibility import in_words

STANDS_FOR = timedelta(days=7)


class Kind(TextChoices):
    """Whether the care comes back."""

    FOR_GOOD = "for_good", "For good"
    DELEGATION = "delegation", "For a time; then it comes back by itself"


@dataclass(frozen=True)
class Terms:
    """What is offered: how long the offer stands, and when the care comes back, None for never."""

    kind: str
    expires_at: datetime
    returns_at: datetime | None = None


def check_terms(terms: Terms, *, held_until: datetime | None, now: datetime) -> None:
    """Refuse an offer that has run out before it is made, or that gives away more than the giver has."""
    if terms.expires_at <= now:
        raise ValidationError({"expires_on": "The offer must stand until today or a later day."})
    if terms.kind == Kind.FOR_GOOD:
        if held_until is not None:
            raise ValidationError(
                f"This comes back to somebody else on {in_words(held_until)}, so it can only be handed on until then."
            )
        return
    if terms.returns_at is None or terms.returns_at <= terms.expires_at:
        raise ValidationError({"returns_on": "It must come back after the day on which the offer runs out."})
    if held_until is not None and terms.returns_at > held_until:
        raise ValidationError(
            {"returns_on": f"It goes to somebody else on {in_words(held_until)}; choose that day or an earlier one."}
        )


def standing(status: str, expires_at: datetime, now: datetime) -> HandoverStatus:
    """The status as the clock makes it: an offer that nobody answered in time has run out in that same moment."""
    if status == HandoverStatus.OFFERED and expires_at <= now:
        return HandoverStatus.EXPIRED
    return HandoverStatus(status)


@dataclass(frozen=True)
class Fate:
    """What became of an offer, as far as it must be told to whoever comes too late."""

    status: str
    expires_at: datetime
    receiver: str
    answered_by: str = ""
    answered_at: str = ""


def check_open(fate: Fate, now: datetime) -> None:
    """Refuse to answer an offer that does not stand any more, saying what became of it."""
    state = standing(fate.status, fate.expires_at, now)
    if state == HandoverStatus.OFFERED:
        return
    who, when = fate.answered_by, fate.answered_at
    said = {
        HandoverStatus.ACCEPTED: f"{who} accepted this for {fate.receiver} already, on {when}.",
        HandoverStatus.DECLINED: f"{who} declined this for {fate.receiver} already, on {when}.",
        HandoverStatus.RECALLED: "This offer was taken back, so it cannot be answered any more.",
        HandoverStatus.EXPIRED: f"This offer ran out on {in_words(fate.expires_at)}. Whoever made it still answers for "
        "it; ask them to offer it again.",
        HandoverStatus.OVERTAKEN: "This offer was overtaken by something else, so it cannot be answered any more.",
    }
    raise ValidationError(said[state], code="answered")


def is_in_course(kind: str, status: str, returns_at: datetime | None, now: datetime) -> bool:
    """Whether a delegation was accepted and has not come back yet."""
    return kind == Kind.DELEGATION and status == HandoverStatus.ACCEPTED and returns_at is not None and now < returns_at


def check_recall(kind: str, status: str, returns_at: datetime | None, now: datetime) -> HandoverStatus:
    """The status after taking back an offer, or a delegation in course; what was handed over for good stays so."""
    if status == HandoverStatus.ACCEPTED and not is_in_course(kind, status, returns_at, now):
        raise ValidationError("This was accepted. Ask whoever answers for it now to hand it back.")
    return HandoverStatus(HANDOVER.after(status, HandoverMove.RECALL))
