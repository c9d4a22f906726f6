"""Going through a GP's caseload: what may come of it for each person, and when it may be signed off. Pure.

Source: capabilities C16 (every person on the list, an outcome each, sign-off, next date) and C19 (supervision given by
a GP with a special interest). How often is the scheme's own number.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class ReviewOutcome(TextChoices):
    """What came of it for one person; the last two are found, not chosen."""

    CONTINUES = "continues", "Goes on as it is"
    TO_BE_SEEN = "to_be_seen", "To be seen or contacted soon"
    TO_CHANGE = "to_change", "Treatment or plan to be looked at again"
    ADVICE = "advice", "Advice was given to the GP"
    STEP_UP = "step_up", "To be offered to the specialist service"
    STEP_DOWN = "step_down", "Could do with less: to be talked over with them"
    FINISHING = "finishing", "Nearly done: prepare the end of treatment"
    LEFT = "left", "No longer on this list"
    DIED = "died", "Died"


FOUND = (ReviewOutcome.LEFT, ReviewOutcome.DIED)
CHOSEN = tuple(outcome for outcome in ReviewOutcome if outcome not in FOUND)


def people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def found(*, died: bool, on_list: bool) -> str:
    """What is recorded by itself at sign-off of somebody without an outcome; nothing when somebody must say it."""
    if died:
        return ReviewOutcome.DIED
    return "" if on_list else ReviewOutcome.LEFT


def check_outcome(outcome: str, *, died: bool) -> None:
    """Refuse an outcome of which nobody may choose, and any for somebody who has died."""
    if died:
        raise ValidationError(
            "This person has died, so there is nothing left to decide. The record will say so by itself."
        )
    if outcome not in CHOSEN:
        raise ValidationError({"outcome": "Choose what came of it."})


def check_planned(planned_on: date, today: date) -> None:
    """Refuse to plan a review for a day that has passed."""
    if planned_on < today:
        raise ValidationError({"planned_on": "Enter today or a later day."})


def check_sign_off(*, lacking: int, out_of_sight: int) -> None:
    """Refuse while somebody has no outcome, saying how many, and how many of them the signer may not even see."""
    if not lacking:
        return
    said = f"{people(lacking)} still without an outcome."
    if out_of_sight:
        said += f" {out_of_sight} of them on a record that you may not open: somebody who may must record it."
    raise ValidationError(said, code="lacking")


def check_next(next_on: date | None, *, today: date, gp_has_left: bool) -> None:
    """Refuse to sign off without a later day for the next review, unless the GP has left: then there is none."""
    if gp_has_left:
        if next_on is not None:
            raise ValidationError({"next_on": "This GP has left, so no next review is planned. Leave the day empty."})
        return
    if next_on is None:
        raise ValidationError({"next_on": "Enter the day of the next review."})
    if next_on <= today:
        raise ValidationError({"next_on": "The next review must be after today."})


def check_supervision(*, supervised: bool, supervision: str) -> None:
    """Refuse words about supervision that nobody is named to have given."""
    if supervision and not supervised:
        raise ValidationError({"supervised_by": "Choose who gave the supervision."})
