"""Whom to invite and by which channel. `queries.statements.VERDICTS` says the same in SQL; one test runs both.

Sources: when not to invite, reference standards 10 ("Suppress if"); safe channels and accessible formats, 8.5 and 8.6
(Accessible Information Standard, DCB1605); no letter without an address, 8.3; restriction of processing, UK GDPR
article 18. Read 2026-03.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from patients.models import Channel, Format
from patients.models import Status as PatientStatus


class Skip(TextChoices):
    """Why somebody is not invited. Counted and shown, so each is a sentence a co-ordinator can act upon."""

    DECEASED = "deceased", "Has died"
    MOVED = "moved", "Has moved away"
    RESTRICTED = "restricted", "Asked that their record not be used for now"
    OPTED_OUT = "opted_out", "Asked not to be invited"
    LOOKED_INTO = "looked_into", "Said to have moved, died or be somebody else; being looked into"
    NO_OPEN_PLAN = "no_open_plan", "No longer has an open plan"
    REVIEWED_SINCE = "reviewed_since", "Reviewed since the campaign was drafted"
    LEFT_COHORT = "left_cohort", "No longer in the cohort"
    OPEN_INVITATION = "open_invitation", "Already being invited by another campaign"
    NO_SAFE_CHANNEL = "no_safe_channel", "No safe way to reach them"
    NO_ADDRESS = "no_address", "No fixed abode, and no phone or e-mail on file"
    NO_CONTACT_DETAILS = "no_contact_details", "No address, phone or e-mail on file"


# The person is no longer anybody's to invite: no reminder, and no decision to take about them here.
CLOSED = frozenset(
    {
        Skip.DECEASED,
        Skip.MOVED,
        Skip.RESTRICTED,
        Skip.OPTED_OUT,
        Skip.NO_OPEN_PLAN,
        Skip.REVIEWED_SINCE,
        Skip.LEFT_COHORT,
    }
)


@dataclass(frozen=True)
class Facts:
    """What is known about one person, and the campaign's two days. A campaign of a cohort has no day of reviews due.

    `in_cohort` says whether the person is accepted in the campaign's cohort; of other campaigns nobody asks.
    """

    due_by: date | None
    since: date
    status: str = PatientStatus.REGISTERED
    next_review_on: date | None = None
    last_reviewed_on: date | None = None
    restricted: bool = False
    opt_outs: tuple[tuple[date, date | None], ...] = ()
    looked_into: bool = False
    invited_elsewhere: bool = False
    in_cohort: bool = True
    preferred_channel: str = ""
    format: str = Format.STANDARD
    mobile: str = ""
    email: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    no_fixed_abode: bool = False
    safe_to_text: bool = True
    safe_to_email: bool = True
    safe_to_post: bool = True


@dataclass(frozen=True)
class Verdict:
    """Invite by this channel, or do not and this is why: exactly one of the two."""

    channel: Channel | None = None
    skip: Skip | None = None


def assess(facts: Facts, today: date) -> Verdict:
    """Whether to invite the person today, and how."""
    skip = _skip(facts, today)
    if skip:
        return Verdict(skip=skip)
    channel = _channel(facts)
    return Verdict(channel=channel) if channel else Verdict(skip=_unreachable(facts))


def _skip(facts: Facts, today: date) -> Skip | None:
    """The first reason not to invite, whatever the channel."""
    if facts.status == PatientStatus.DECEASED:
        return Skip.DECEASED
    if facts.status == PatientStatus.MOVED:
        return Skip.MOVED
    if facts.restricted:
        return Skip.RESTRICTED
    if any(starts <= today and (ends is None or today <= ends) for starts, ends in facts.opt_outs):
        return Skip.OPTED_OUT
    if facts.looked_into:
        return Skip.LOOKED_INTO
    reviewed = facts.last_reviewed_on is not None and facts.last_reviewed_on >= facts.since
    later = facts.due_by is not None and facts.next_review_on is not None and facts.next_review_on > facts.due_by
    if reviewed or later:
        return Skip.REVIEWED_SINCE
    if facts.due_by is not None and facts.next_review_on is None:
        return Skip.NO_OPEN_PLAN
    if not facts.in_cohort:
        return Skip.LEFT_COHORT
    return Skip.OPEN_INVITATION if facts.invited_elsewhere else None


def _on_file(facts: Facts) -> dict[Channel, bool]:
    """The channels there are details for, in the order they are tried."""
    return {
        Channel.SMS: bool(facts.mobile),
        Channel.EMAIL: bool(facts.email),
        Channel.LETTER: bool("".join(facts.address) and facts.postcode and not facts.no_fixed_abode),
    }


def _channel(facts: Facts) -> Channel | None:
    """A letter for whoever needs it in another format; otherwise the preferred channel; otherwise the first usable."""
    safe = {
        Channel.SMS: facts.safe_to_text,
        Channel.EMAIL: facts.safe_to_email,
        Channel.LETTER: facts.safe_to_post,
    }
    usable = [channel for channel, on_file in _on_file(facts).items() if on_file and safe[channel]]
    if facts.format != Format.STANDARD and Channel.LETTER in usable:
        return Channel.LETTER
    if facts.preferred_channel in usable:
        return Channel(facts.preferred_channel)
    return usable[0] if usable else None


def _unreachable(facts: Facts) -> Skip:
    """Why there is no channel: what is on file is not safe, or nothing is on file."""
    if any(_on_file(facts).values()):
        return Skip.NO_SAFE_CHANNEL
    return Skip.NO_ADDRESS if facts.no_fixed_abode else Skip.NO_CONTACT_DETAILS
