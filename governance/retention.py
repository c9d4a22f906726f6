"""How long a record is kept, and when it comes up for review. Nothing is ever erased because a day has come.

Source: Records Management Code of Practice 2021, appendix II: adult health record 8 years after last contact; mental
health 20 years after treatment ended; whoever was under 18 when last seen, to the 25th birthday at the least, or the
26th if 17 then. Substance misuse has no line of its own, so the scheme chooses and says why (standards 9.1, which marks
these medium to high). Read 2026-11.
"""

from datetime import date

from django.db.models import TextChoices

from governance.due import months_after


class RetentionClass(TextChoices):
    """Which line of the code a record is kept under."""

    ADULT = "adult", "Adult health record: 8 years after last contact"
    MENTAL_HEALTH = "mental_health", "Mental health record: 20 years after last contact"


YEARS = {RetentionClass.ADULT: 8, RetentionClass.MENTAL_HEALTH: 20}
# What a scheme keeps to until it has chosen: the longer one, because what is erased too early is gone.
DEFAULT = RetentionClass.MENTAL_HEALTH
DEFAULT_SOURCE = "Records Management Code of Practice 2021, appendix II"


ADULT_AT = 18
BIRTHDAY, BIRTHDAY_AT_17 = 25, 26


def review_on(
    last_contact_on: date, retention_class: str, keep_until: date | None = None, born_on: date | None = None
) -> date:
    """The day from which the record is looked at again: never before a young person's birthday that the code names.

    A decision to keep it longer puts the day off.
    """
    days = [months_after(last_contact_on, 12 * YEARS[RetentionClass(retention_class)])]
    if born_on and last_contact_on < months_after(born_on, 12 * ADULT_AT):
        was_17 = last_contact_on >= months_after(born_on, 12 * (ADULT_AT - 1))
        days.append(months_after(born_on, 12 * (BIRTHDAY_AT_17 if was_17 else BIRTHDAY)))
    return max(*days, keep_until) if keep_until else max(days)
