"""Telling somebody of their invitation oneself: by telephone, or at their next visit. For whom it is, and in words.

No message is sent to somebody whom none reaches safely (reference standards 8.5: no letter to an unsafe address, none
to people of no fixed abode): a person tells them, or finds that they could not.
"""

from django.db.models import TextChoices

from patients.models import Channel
from recall.eligibility import Skip


class Telling(TextChoices):
    """How somebody tells a person of their invitation."""

    TELEPHONE = "telephone", "Telephone call"
    VISIT = "visit", "Told at a visit"


class Reached(TextChoices):
    """What came of it."""

    TOLD = "told", "They were told"
    NOBODY = "nobody", "Nobody was reached, or somebody else was"


# Whoever is left out of a campaign for one of these hears of it from a person instead.
UNREACHED = (Skip.NO_SAFE_CHANNEL, Skip.NO_ADDRESS, Skip.NO_CONTACT_DETAILS)
# How an invitation may be tried: as a message or a letter, or by somebody who tells them.
WAYS = [*Channel.choices, *Telling.choices]
WAY_LABELS = dict(WAYS)
