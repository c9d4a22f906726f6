"""When a shared care agreement may be signed, from when until when it holds, and what is wrong with it. Pure.

Sources: capabilities B2 and D1; standards 5.3: every party signs or declines with a reason, silence is never
acceptance, any party may give notice at any time, and a new version leaves the old one in force until all have signed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from episodes.lifecycle import AgreementStatus
from episodes.responsibility import end_of, start_of
from schemes.agreement import Party
from ui import words

SOON = timedelta(days=28)
NEEDED = (Party.PATIENT, Party.PRESCRIBER)  # without them there is nothing to agree
NO_LONGER_OPEN = {
    AgreementStatus.DRAFT: "This version is still being written, so nobody can sign it yet.",
    AgreementStatus.IN_FORCE: "Everybody has signed this version: it is in force. To leave it, give notice.",
    AgreementStatus.NOTICE: "Everybody has signed this version, and notice was given since.",
    AgreementStatus.SUPERSEDED: "A later version has replaced this one, so nothing was signed.",
    AgreementStatus.DECLINED: "Another party declined this version, so it cannot come into force. Nothing was signed.",
    AgreementStatus.WITHDRAWN: "This version was withdrawn, so nothing was signed. A new one may be on its way to you.",
    AgreementStatus.ENDED: "Shared care has ended, and this agreement with it. Nothing was signed.",
}


def check_days(*, starts_on: date, review_on: date, ends_on: date, today: date) -> None:
    """Refuse days in the wrong order, and an agreement that would be over before anybody could sign it."""
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "The last day must not be before the first day."})
    if ends_on < today:
        raise ValidationError({"ends_on": "The last day has passed already. Enter a later one."})
    if not starts_on < review_on <= ends_on:
        raise ValidationError({"review_on": "Look at it again after its first day, and on its last day at the latest."})


def check_parties(parties: Collection[str]) -> None:
    """Refuse an agreement to which somebody indispensable is no party."""
    lacking = [party.label.lower() for party in NEEDED if party not in parties]
    if lacking:
        raise ValidationError(f"Name the {' and '.join(lacking)} first: without them there is nothing to agree.")


def check_open(status: str) -> None:
    """Refuse a signature or a refusal on a version that waits for none, and say why."""
    if status != AgreementStatus.OFFERED:
        raise ValidationError(NO_LONGER_OPEN[AgreementStatus(status)], code="not_open")


def period(*, starts_on: date, ends_on: date, signed_at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """From and until when a version holds whose last signature comes now: never before that signature.

    Refused when its last day is over.
    """
    begins, ends = max(signed_at, start_of(starts_on, zone)), end_of(ends_on, zone)
    if ends <= begins:
        raise ValidationError(
            f"This version was to end on {words.day(ends_on)}, which has passed. Nothing was signed: withdraw it and "
            "write a new one."
        )
    return begins, ends


def cut_short(begins: datetime, ends: datetime, moment: datetime) -> tuple[datetime, datetime] | None:
    """The time for which a version held when it stops at a moment; nothing when it had not begun."""
    return (begins, min(ends, moment)) if begins < moment else None


def check_notice(*, ends_on: date, today: date, agreed_until: date) -> None:
    """Refuse notice for a day that has passed, and after the day on which the agreement ends anyway."""
    if ends_on < today:
        raise ValidationError({"ends_on": "Notice cannot take effect in the past. Enter today or a later day."})
    if ends_on > agreed_until:
        raise ValidationError(
            {"ends_on": f"The agreement ends on {words.day(agreed_until)} anyway. Enter that day or an earlier one."}
        )


def check_next_review(*, review_on: date, today: date, ends_on: date) -> None:
    """Refuse a next day that is not ahead, or that comes when the agreement is over."""
    if review_on <= today:
        raise ValidationError({"review_on": "The next day must be after today."})
    if review_on > ends_on:
        raise ValidationError(
            {"review_on": f"The agreement ends on {words.day(ends_on)}. Enter that day or an earlier one."}
        )


def check_answered_on(*, answered_on: date, offered_on: date, today: date) -> None:
    """Refuse a paper signed in the future, or before this version was there to be signed."""
    if answered_on > today:
        raise ValidationError({"answered_on": "The day must be today or in the past."})
    if answered_on < offered_on:
        raise ValidationError(
            {"answered_on": f"This version was offered on {words.day(offered_on)}; it cannot have been signed before."}
        )


@dataclass(frozen=True)
class Facts:
    """What is known of one version of an agreement."""

    status: str
    review_on: date
    ends_on: date
    begins: datetime | None = None
    ends: datetime | None = None
    answer_by: date | None = None
    somebody_left: bool = False
    newest: bool = True


class StandingStatus(TextChoices):
    """How a version stands at a moment, in words."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Waiting for signatures"
    PLANNED = "planned", "Signed by everybody, and begins later"
    IN_FORCE = "in_force", "In force"
    NOTICE = "notice", "In force until notice takes effect"
    EXPIRED = "expired", "Has run out"
    GIVEN_UP = "given_up", "Ended by notice"
    SUPERSEDED = "superseded", "Replaced by a later version"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended with shared care"


def standing(facts: Facts, now: datetime) -> StandingStatus:
    """What a version is at this moment: what became of it, and whether its time is now."""
    runs = facts.begins is not None and facts.ends is not None and facts.begins <= now < facts.ends
    if facts.status == AgreementStatus.IN_FORCE:
        if runs:
            return StandingStatus.IN_FORCE
        return StandingStatus.PLANNED if facts.begins and now < facts.begins else StandingStatus.EXPIRED
    if facts.status == AgreementStatus.NOTICE:
        return StandingStatus.NOTICE if runs else StandingStatus.GIVEN_UP
    if facts.status == AgreementStatus.SUPERSEDED and runs:
        return StandingStatus.IN_FORCE  # the later version begins later
    return StandingStatus(facts.status)


class Finding(TextChoices):
    """What somebody must see to, worst first."""

    LEFT = "left", "A party has left"
    NOTICE = "notice", "Notice was given"
    EXPIRED = "expired", "Has run out"
    DECLINED = "declined", "Declined by a party"
    WAITING = "waiting", "Not signed in time"
    REVIEW = "review", "Due to be looked at again"
    EXPIRING = "expiring", "Runs out within 28 days"


def findings(facts: Facts, today: date) -> list[Finding]:
    """Everything wrong with a version of an agreement of somebody in shared care, worst first.

    The list of agreements asks the database the same (`queries.agreements.WHERE`); one test holds the two together.
    """
    return [finding for finding in Finding if _is_found(finding, facts, today)]


def _is_found(finding: Finding, facts: Facts, today: date) -> bool:
    waits, holds = facts.status == AgreementStatus.OFFERED, facts.status == AgreementStatus.IN_FORCE
    over = facts.ends_on < today
    match finding:
        case Finding.LEFT:
            return facts.somebody_left and (waits or (holds and not over))
        case Finding.NOTICE:
            return facts.status == AgreementStatus.NOTICE
        case Finding.EXPIRED:
            return holds and over
        case Finding.DECLINED:
            return facts.status == AgreementStatus.DECLINED and facts.newest
        case Finding.WAITING:
            return waits and facts.answer_by is not None and facts.answer_by < today
        case Finding.REVIEW:
            return holds and not over and facts.review_on <= today
        case Finding.EXPIRING:
            return holds and not over and facts.ends_on <= today + SOON
