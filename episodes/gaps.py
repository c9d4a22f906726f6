"""When an aspect of care has nobody who can answer for it, now or within the days that the scheme looks ahead. Pure.

`queries/gaps.py` says the same in SQL, for every person at once; one table of cases holds the two together.

Source: capabilities B7 and B11: a known future gap (leave, a leaver's last day, a delegation that runs out, a lapsed
certificate) is on the list before it happens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.db.models import TextChoices

# Whose certificates matter: a lapse takes nobody's key worker away.
NEEDS_A_TIER = "prescribing"


class Why(TextChoices):
    """What makes it a gap, worst first."""

    NOBODY = "nobody", "Nobody answers for it"
    LEFT = "left", "Whoever answers for it has left"
    AWAY = "away", "Whoever answers for it is away, without a deputy"
    LAPSED = "lapsed", "Whoever answers for it has a certificate that has run out"


ORDER = tuple(Why)
SAID_NOW = {
    Why.NOBODY: "nobody answers for it",
    Why.LEFT: "{holder} has left",
    Why.AWAY: "{holder} is away, without a deputy",
    Why.LAPSED: "the certificate or tier of {holder} has run out",
}
SAID_COMING = {
    Why.NOBODY: "nobody answers for it any more",
    Why.LEFT: "{holder} will have left",
    Why.AWAY: "{holder} goes away, without a deputy",
    Why.LAPSED: "the certificate or tier of {holder} runs out",
}


@dataclass(frozen=True)
class Holder:
    """What is known of somebody who answers: the first day they are gone, days away that no deputy covers, both ends
    included, and the first day without a certificate they need."""

    gone_on: date | None = None
    away: Sequence[tuple[date, date | None]] = ()
    lapses_on: date | None = None


@dataclass(frozen=True)
class Stretch:
    """That somebody answers from a moment until a moment, or without an end."""

    begins: datetime
    ends: datetime | None
    holder: Holder


@dataclass(frozen=True)
class Gap:
    """Why an aspect has nobody, and since or from which day."""

    why: Why
    on: date


def first_gap(
    stretches: Iterable[Stretch], *, now: datetime, until: date, zone: tzinfo, needs_tier: bool = False
) -> Gap | None:
    """The first day on which nobody can answer, today or by `until`; None when somebody always can.

    Of two reasons on one day it is the worse.
    """
    today = now.astimezone(zone).date()
    ahead = sorted((each for each in stretches if each.ends is None or each.ends > now), key=lambda each: each.begins)
    found = [*_unheld(ahead, now, zone)]
    for stretch in ahead:
        first = max(today, stretch.begins.astimezone(zone).date())
        last = min(until, _last_day(stretch.ends, zone)) if stretch.ends else until
        found += _unable(stretch.holder, first, last, needs_tier)
    within = [gap for gap in found if gap.on <= until]
    return min(within, key=lambda gap: (gap.on, ORDER.index(gap.why)), default=None)


def _unheld(ahead: Sequence[Stretch], now: datetime, zone: tzinfo) -> Iterable[Gap]:
    """Where nobody answers: from now, or from the end of a stretch that none follows."""
    if not any(each.begins <= now for each in ahead):
        yield Gap(Why.NOBODY, now.astimezone(zone).date())
    for each in ahead:
        followed = any(
            other.begins <= each.ends and (other.ends is None or other.ends > each.ends)
            for other in ahead
            if each.ends is not None
        )
        if each.ends is not None and not followed:
            yield Gap(Why.NOBODY, each.ends.astimezone(zone).date())


def _unable(holder: Holder, first: date, last: date, needs_tier: bool) -> Iterable[Gap]:
    """Why somebody cannot answer on some day of theirs."""
    if holder.gone_on is not None and holder.gone_on <= last:
        yield Gap(Why.LEFT, max(first, holder.gone_on))
    for begins, ends in holder.away:
        if begins <= last and (ends is None or ends >= first):
            yield Gap(Why.AWAY, max(first, begins))
    if needs_tier and holder.lapses_on is not None and holder.lapses_on <= last:
        yield Gap(Why.LAPSED, max(first, holder.lapses_on))


def _last_day(ends: datetime, zone: tzinfo) -> date:
    return (ends - timedelta(microseconds=1)).astimezone(zone).date()


def said(why: str, holder: str, *, is_now: bool) -> str:
    """A gap in words, to follow the aspect's name."""
    return (SAID_NOW if is_now else SAID_COMING)[Why(why)].format(holder=holder)
