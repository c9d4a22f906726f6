"""From and until which moment somebody may answer for an aspect of care. Pure: days and moments in, a moment out.

Source: capabilities B1 and B7 (Department of Health, EL(95)114, as read by L. Stanway, SMMGP; D. Redding, National
Voices): one accountable person for each aspect at every moment, with the whole dated history.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from django.core.exceptions import ValidationError


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day here."""
    return datetime.combine(day, time.min, zone)


def check_start(started_on: date, today: date) -> None:
    """Refuse a first day in the future: until then nobody answers for anything."""
    if started_on > today:
        raise ValidationError({"started_on": "Shared care cannot start in the future. Enter today or an earlier day."})


def check_takeover(
    *, from_moment: datetime, episode_begun: datetime, holder_begun: datetime | None, now: datetime
) -> None:
    """Refuse a take-over in the future, before shared care began, or not after the present holder began."""
    if from_moment > now:
        raise ValidationError("Somebody can take this over from now or from earlier, not from a later moment.")
    if from_moment < episode_begun:
        raise ValidationError("Nobody can answer for this before shared care began.")
    if holder_begun is not None and from_moment <= holder_begun:
        raise ValidationError("Somebody can take this over only after the one before them began.")


def closing_moment(*, ended_on: date, begun_last: datetime | None, now: datetime, zone: tzinfo) -> datetime:
    """When every responsibility of an ending episode stops: with its last day, or now when that is today.

    Refused for a day in the future, and for a day that was over before somebody began to answer for something.
    """
    moment = min(start_of(ended_on + timedelta(days=1), zone), now)
    if start_of(ended_on, zone) > now:
        raise ValidationError({"ended_on": "Shared care cannot end in the future. Enter today or an earlier day."})
    if begun_last is not None and moment <= begun_last:
        raise ValidationError(
            {"ended_on": "Somebody was still made responsible after that day. Enter that day or a later one."}
        )
    return moment


def who_for_what(pairs: Iterable[tuple[str, str]]) -> str:
    """Who answers for what, in words: "Dr Ash answers for drug testing, key work; Kit Lee answers for safeguarding"."""
    by_holder: dict[str, list[str]] = {}
    for holder, aspect in pairs:
        by_holder.setdefault(holder, []).append(aspect.lower())
    return "; ".join(f"{holder} answers for {', '.join(aspects)}" for holder, aspects in by_holder.items())
