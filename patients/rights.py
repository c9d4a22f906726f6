"""What may still be done with a record, when the person restricted its processing or shares it with somebody.

Sources: UK GDPR articles 18 (restriction: storage, and otherwise only with consent, for legal claims, for the rights of
another person, or for important public interest) and 21 (objection); standards 9.1 (consent to share beyond the
direct-care team; the national data opt-out does not apply to direct care). Read 2026-11.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Ground(TextChoices):
    """Why processing is restricted: the four cases of article 18(1)."""

    ACCURACY = "accuracy", "The person says something in it is wrong, and this is being checked"
    UNLAWFUL = "unlawful", "Holding it is unlawful, and the person does not want it erased"
    CLAIM = "claim", "We no longer need it, and the person does for a legal claim"
    OBJECTION = "objection", "The person objected, and this is being weighed"


NOT_PRINTED = (
    "The person asked that their record not be used for now, and did not agree that their care goes on as before."
    " Nothing is printed from it."
)


class Purpose(TextChoices):
    """What a record may be used for."""

    CARE = "care", "Care of the person by those who treat them"
    INVITATION = "invitation", "Inviting them"
    PRINT = "print", "Printing from it"
    EXPORT = "export", "Giving it out as a file"
    FIGURES = "figures", "Counting it in figures"
    RIGHTS = "rights", "Answering the person's rights, and legal claims"


# Care is never stopped by hiding a prescription from whoever prescribes: the safety of the person and of others is a
# named exception. What goes beyond it waits for the person's word, and invitations and figures wait for the end.
ALWAYS = frozenset({Purpose.CARE, Purpose.RIGHTS})
WITH_AGREEMENT = ALWAYS | {Purpose.PRINT}


def may_use(purpose: Purpose, *, restricted: bool, care_agreed: bool = False) -> bool:
    """Whether a record may be used so; `care_agreed` says that the person wants their care to go on as before."""
    return not restricted or purpose in (WITH_AGREEMENT if care_agreed else ALWAYS)


class Recipient(TextChoices):
    """Whom something is shared with beyond the team that treats the person."""

    FAMILY = "family", "Family or partner"
    CARER = "carer", "Carer"
    EMPLOYER = "employer", "Employer"
    OTHER = "other", "Somebody else"


class Scope(TextChoices):
    """How much may be shared; each holds the one before it."""

    APPOINTMENTS = "appointments", "When and where appointments are"
    PLAN = "plan", "The care plan"
    WHOLE = "whole", "Anything in the record"


@dataclass(frozen=True)
class Consented:
    """One consent: how much, from when, until when, and since when no more."""

    scope: str
    starts_on: date
    ends_on: date | None = None
    withdrawn_on: date | None = None


def may_share(consents: Iterable[Consented], scope: Scope, day: date) -> bool:
    """Whether one of the consents covers so much on the day. Withdrawing counts from that day on, at once."""
    order = list(Scope)
    return any(
        order.index(Scope(each.scope)) >= order.index(scope)
        and each.starts_on <= day
        and (each.ends_on is None or day <= each.ends_on)
        and (each.withdrawn_on is None or day < each.withdrawn_on)
        for each in consents
    )
