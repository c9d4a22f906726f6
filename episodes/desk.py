"""By when a clinical query is to be answered, and what is wrong with one that is not. Pure.

Source: capabilities C17: response time is tracked. How many hours are in time is the scheme's own number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from episodes.lifecycle import QueryStatus

OPEN = (QueryStatus.ASKED, QueryStatus.ROUTED)


class Urgency(TextChoices):
    """How soon an answer is needed."""

    URGENT = "urgent", "Urgent: care waits for the answer"
    ROUTINE = "routine", "Routine: before the next visit will do"


def answer_by(asked_at: datetime, urgency: str, hours: Mapping[str, int]) -> datetime:
    """The moment after which an answer is late: by the clock, nights and weekends included."""
    return asked_at + timedelta(hours=hours[urgency])


@dataclass(frozen=True)
class Facts:
    """What is known of one query at a moment."""

    status: str
    answer_by: datetime
    clinician_may_answer: bool = True  # whoever it was routed to is still competent, and still here
    person_died: bool = False


class Finding(TextChoices):
    """What somebody must see to, worst first."""

    STRANDED = "stranded", "Sent to somebody who can no longer answer: choose another clinician"
    LATE = "late", "Not answered in time"
    UNROUTED = "unrouted", "Waits for the co-ordinator to choose a clinician"
    DIED = "died", "The person has died: withdraw it, unless an answer is still needed"


def findings(facts: Facts, now: datetime) -> list[Finding]:
    """Everything wrong with a query, worst first; nothing once it is answered or withdrawn.

    About somebody who has died no answer is due any more, and none is late. The lists of the desk ask the database the
    same (`queries.clinical_queries.where`); one test holds the two together.
    """
    if facts.status not in OPEN:
        return []
    if facts.person_died:
        return [Finding.DIED]
    wrong = {
        Finding.STRANDED: facts.status == QueryStatus.ROUTED and not facts.clinician_may_answer,
        Finding.LATE: facts.answer_by < now,
        Finding.UNROUTED: facts.status == QueryStatus.ASKED,
    }
    return [finding for finding, is_so in wrong.items() if is_so]
