"""From and until which moment somebody may answer for an aspect of care. Pure: days and moments in, a moment out.

Source: capabilities B1 and B7 (Department of Health, EL(95)114, as read by L. Stanway, SMMGP; D. Redding, National
Voices): one accountable person for each aspect at every moment, with the whole dated history.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.core.exceptions import ValidationError


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day here."""
    return datetime.combine(day, time.min, zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The moment at which a last day is over."""
    return start_of(day + timedelta(days=1), zone)


def check_start(started_on: date, today: date) -> None:
    """Refuse a first day in the future: until then nobody answers for anything."""
    if started_on > today:
        raise ValidationError({"started_on": "Shared care cannot start in the future. Enter today or an earlier day."})


Stretch = tuple[datetime, datetime | None]  # from a moment until a moment, or without an end


def check_takeover(*, holder_begun: datetime | None, now: datetime) -> None:
    """Refuse a take-over in the very moment the present holder began: somebody answers for a while, or not at all."""
    if holder_begun is not None and now <= holder_begun:
        raise ValidationError("Somebody can take this over only after the one before them began.")


def check_correction(
    *, from_moment: datetime, until_moment: datetime | None, episode_begun: datetime, now: datetime
) -> None:
    """Refuse a correction of the future, of the time before shared care began, or of no time at all."""
    if from_moment >= now:
        raise ValidationError("A correction is about the past. To hand over from now on, offer it to somebody.")
    if from_moment < episode_begun:
        raise ValidationError("Nobody can answer for this before shared care began.")
    if until_moment is not None and until_moment > now:
        raise ValidationError("A correction is about the past. Leave the last day empty if it still is so.")
    if until_moment is not None and until_moment <= from_moment:
        raise ValidationError("The last day must not be before the first day.")


def parts_left(held: Stretch, cut: Stretch) -> list[Stretch]:
    """What is left of a stretch of time when another is cut out of it: nothing, one part or two."""
    (begun, ended), (first, last) = held, cut
    left: list[Stretch] = []
    before = first if ended is None else min(ended, first)
    if begun < before:
        left.append((begun, before))
    if last is not None:
        after = max(begun, last)
        if ended is None or after < ended:
            left.append((after, ended))
    return left


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """A time of a day as a moment. Of a time that happened twice, when the clocks went back, it is the first.

    Refused for a time that did not happen, because the clocks went forward over it.
    """
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        raise ValidationError("The clocks went forward over that time, so it never was. Enter a time an hour later.")
    return moment


def happened_twice(moment: datetime, zone: tzinfo) -> bool:
    """Whether the clocks going back made this time of the day come twice."""
    here = moment.astimezone(zone)
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def closing_moment(*, ended_on: date, begun_last: datetime | None, now: datetime, zone: tzinfo) -> datetime:
    """When every responsibility of an ending episode stops: with its last day, or now when that is today.

    Refused for a day in the future, and for a day that was over before somebody began to answer for something.
    """
    moment = min(end_of(ended_on, zone), now)
    if start_of(ended_on, zone) > now:
        raise ValidationError({"ended_on": "Shared care cannot end in the future. Enter today or an earlier day."})
    if begun_last is not None and moment <= begun_last:
        raise ValidationError(
            {"ended_on": "Somebody was still made responsible after that day. Enter that day or a later one."}
        )
    return moment


def in_words(moment: datetime) -> str:
    """A moment as a sentence writes it: "9 March 2026 at 10:30"."""
    return f"{moment.day} {moment:%B %Y} at {moment:%H:%M}"


def who_for_what(pairs: Iterable[tuple[str, str]]) -> str:
    """Who answers for what, in words: "Dr Ash answers for drug testing, key work; Kit Lee answers for safeguarding"."""
    by_holder: dict[str, list[str]] = {}
    for holder, aspect in pairs:
        by_holder.setdefault(holder, []).append(aspect.lower())
    return "; ".join(f"{holder} answers for {', '.join(aspects)}" for holder, aspects in by_holder.items())
