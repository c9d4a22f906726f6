"""The balance of a campaign: everybody in the cohort is in exactly one place, and the places add up (H11, H14)."""

from dataclasses import dataclass, field

from django.db.models import TextChoices

from recall.eligibility import Skip


class State(TextChoices):
    """Where one member of a cohort is. Everybody is in one of these, and in one only."""

    INVITED = "invited", "Invited"
    WAITING = "waiting", "Waiting"
    EXCLUDED = "excluded", "Not invited"
    FAILED = "failed", "Failed"


class Waiting(TextChoices):
    """What somebody who has not been invited yet is waiting for."""

    TO_SEND = "to_send", "Message waiting to be sent"
    TO_PRINT = "to_print", "Letter waiting to be printed"
    TO_POST = "to_post", "Letter printed, waiting to be posted"
    CONTACT_BUDGET = "contact_budget", "Contacted often enough this month; invited from the day there is room"
    THEIR_WEEK = "their_week", "Their turn comes in a later week, because their practice has no room before"
    UNKNOWN = "not_known", "Not known whether it left; being looked up"


NOT_MOVING = (Waiting.TO_POST, Waiting.CONTACT_BUDGET, Waiting.THEIR_WEEK)


class Full(TextChoices):
    """Why a round leaves somebody out who could be invited."""

    NEXT_ROUND = "next_round", "Left for the next round, because this one is full"


class Stopped(TextChoices):
    """Why somebody who was waiting is no longer."""

    CAMPAIGN_STOPPED = "campaign_stopped", "The campaign was stopped"
    ANSWERED = "answered", "Answered before the invitation left"


class Failure(TextChoices):
    """Why somebody could not be invited."""

    REFUSED = "refused", "The number or address was refused"
    NOT_PRINTED = "not_printed", "The letter could not be made"
    NOT_DELIVERED = "not_delivered", "Sent, and it did not arrive"


REASONS: dict[str, list[str]] = {
    State.INVITED: [""],
    State.WAITING: Waiting.values,
    State.EXCLUDED: [*Skip.values, *Full.values, *Stopped.values],
    State.FAILED: Failure.values,
}
REASON_LABELS: dict[str, str] = dict(
    [*Skip.choices, *Full.choices, *Stopped.choices, *Waiting.choices, *Failure.choices]
)


@dataclass(frozen=True)
class Balance:
    """cohort = invited + excluded + waiting + failed, with their reasons. One that does not add up says by how many."""

    cohort: int
    invited: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    @property
    def accounted(self) -> int:
        """How many people are in one place or another."""
        return self.invited + self.excluded_total + self.waiting_total + self.failed_total

    @property
    def adds_up(self) -> bool:
        return self.accounted == self.cohort

    @property
    def excluded_total(self) -> int:
        return sum(self.excluded.values())

    @property
    def waiting_total(self) -> int:
        return sum(self.waiting.values())

    @property
    def failed_total(self) -> int:
        return sum(self.failed.values())

    @property
    def settled(self) -> int:
        """How many are no longer waiting for anything: what the progress bar counts."""
        return self.cohort - self.waiting_total

    @property
    def moving(self) -> int:
        """How many the worker still has in hand; what waits to be posted waits for a person, and others for a day."""
        return self.waiting_total - sum(self.waiting.get(reason, 0) for reason in NOT_MOVING)

    def reasons(self) -> list[tuple[str, str, int]]:
        """Every state and reason there is, with its count: the rows of the table."""
        parts = [(State.EXCLUDED, self.excluded), (State.WAITING, self.waiting), (State.FAILED, self.failed)]
        return [(state.value, reason, count) for state, found in parts for reason, count in found.items()]
