"""The life of a scheme: how secure it is, and which moves lead from one to the next (A1, A13)."""

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from audit.lifecycle import Lifecycle


class Status(TextChoices):
    """How secure the scheme is."""

    PLANNED = "planned", "Planned"
    LIVE = "live", "Live"
    UNDER_REVIEW = "under_review", "Under review"
    AT_RISK = "at_risk", "At risk"
    DECOMMISSIONED = "decommissioned", "Decommissioned"


class Move(TextChoices):
    GO_LIVE = "go_live", "Go live"
    REVIEW = "review", "Put under review"
    WARN = "warn", "Say it is at risk"
    SECURE = "secure", "Say it is secure again"
    DECOMMISSION = "decommission", "Decommission"


LIFE = Lifecycle(
    name="Scheme",
    initial=Status.PLANNED,
    moves={
        Move.GO_LIVE: ({Status.PLANNED}, Status.LIVE),
        Move.REVIEW: ({Status.LIVE, Status.AT_RISK}, Status.UNDER_REVIEW),
        Move.WARN: ({Status.LIVE, Status.UNDER_REVIEW}, Status.AT_RISK),
        Move.SECURE: ({Status.UNDER_REVIEW, Status.AT_RISK}, Status.LIVE),
        Move.DECOMMISSION: (
            {Status.PLANNED, Status.LIVE, Status.UNDER_REVIEW, Status.AT_RISK},
            Status.DECOMMISSIONED,
        ),
    },
)
NEEDS_REASON = frozenset({Status.UNDER_REVIEW, Status.AT_RISK, Status.DECOMMISSIONED})


def move_to(status: str, target: str) -> Move:
    """The move that leads to a status, from this one if it can; raises ValidationError where no move ever leads."""
    leading = [move for move in Move if LIFE.moves[move][1] == target]
    if not leading:
        raise ValidationError("A scheme that has begun cannot be planned again.")
    return next((move for move in leading if move in LIFE.moves_from(status)), leading[0])
