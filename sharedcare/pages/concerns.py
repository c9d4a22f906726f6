"""What is wrong for one person, in words and in order of risk. Facts in, sentences out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Facts:
    """What is known of somebody on a day."""

    in_shared_care: bool
    nobody_for: int = 0
    others: tuple[str, ...] = ()
    next_review_on: date | None = None
    has_agreed_plan: bool = True
    may_be_reached: bool = True
    invitation_failed: bool = False


def concerns(facts: Facts, today: date) -> Iterator[str]:
    """Each thing that somebody should put right, worst first; nothing for somebody who is not in shared care."""
    if not facts.in_shared_care:
        return
    if facts.nobody_for:
        aspects = "aspect" if facts.nobody_for == 1 else "aspects"
        yield f"Nobody answers for {facts.nobody_for} {aspects} of care."
    yield from facts.others
    if facts.next_review_on and facts.next_review_on < today:
        days = (today - facts.next_review_on).days
        yield f"The review is {days} {'day' if days == 1 else 'days'} overdue."
    if facts.invitation_failed:
        yield "The last invitation did not arrive."
    if not facts.may_be_reached:
        yield "There is no safe way to reach this person on record."
    if not facts.has_agreed_plan:
        yield "No plan has been agreed yet."
