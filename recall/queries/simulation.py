"""What a draft would do before anything leaves: to whom it writes when, what it costs, how full each practice gets."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from patients.models import Channel
from practices.models import Practice
from recall import rounds
from recall.models import Campaign, Wording
from recall.queries import statements
from recall.variants import ENGLISH, Kind
from schemes import queries as schemes

A_HUNDRED = 100


@dataclass(frozen=True)
class Week:
    """The first invitations of one week: by channel, and how many go to the practice that gets the most."""

    monday: date
    by_channel: Counter[str]
    fullest: int

    @property
    def people(self) -> int:
        return self.by_channel.total()

    @property
    def channels(self) -> list[tuple[str, int]]:
        """How many by each channel, with its label."""
        return [(label, self.by_channel[channel]) for channel, label in Channel.choices]


@dataclass(frozen=True)
class PracticeTurns:
    """The people of one practice: how many, from which day to which, and how many in its fullest week."""

    name: str
    people: int
    first_on: date
    last_on: date
    fullest: int


@dataclass(frozen=True)
class Simulation:
    """What launching today would come to. Costs are in pence; None when the scheme does not know its prices.

    `cost_at_most` and `last_on` are of a round in which nobody answers: everybody then gets every invitation.
    """

    weeks: list[Week]
    practices: list[PracticeTurns]
    cost: int | None
    cost_at_most: int | None
    last_on: date | None

    @property
    def people(self) -> int:
        return sum(week.people for week in self.weeks)


def simulate(campaign: Campaign, today: date, parts_of_a_text: int) -> Simulation:
    """Go through the campaign as launching it today would, and write nothing.

    A text is charged as so many parts: `wording.parts_of` what `text_to_measure` gives.
    """
    found = statements.rows(statements.of_source(statements.DAYS, campaign), statements.monthly(campaign, today))
    by_channel: Counter[str] = Counter()
    for _, channel, _, people in found:
        by_channel[channel] += people
    latest = max((day for _, _, day, _ in found), default=None)
    cost = _cost(campaign, by_channel, parts_of_a_text, today)
    return Simulation(
        weeks=_weeks(found),
        practices=_practices(found),
        cost=cost,
        cost_at_most=None if cost is None else cost * campaign.attempts,
        last_on=latest and latest + timedelta(days=campaign.gap_days) * (campaign.attempts - 1),
    )


Found = list[tuple[UUID, str, date, int]]  # practice, channel, day, people


def _weeks(found: Found) -> list[Week]:
    channels: defaultdict[date, Counter[str]] = defaultdict(Counter)
    practices: defaultdict[date, Counter[UUID]] = defaultdict(Counter)
    for practice, channel, day, people in found:
        channels[rounds.monday(day)][channel] += people
        practices[rounds.monday(day)][practice] += people
    return [Week(monday, channels[monday], max(practices[monday].values())) for monday in sorted(channels)]


def _practices(found: Found) -> list[PracticeTurns]:
    weeks: defaultdict[UUID, Counter[date]] = defaultdict(Counter)
    days: defaultdict[UUID, list[date]] = defaultdict(list)
    for practice, _, day, people in found:
        weeks[practice][rounds.monday(day)] += people
        days[practice].append(day)
    names = dict(Practice.objects.filter(pk__in=weeks).values_list("pk", "name"))
    turns = [
        PracticeTurns(names[key], weeks[key].total(), min(days[key]), max(days[key]), max(weeks[key].values()))
        for key in weeks
    ]
    return sorted(turns, key=lambda each: (-each.people, each.name))


def text_to_measure() -> Wording | None:
    """The wording that most texts will have: the plain one in force or, before one is, the newest."""
    plain = {"kind": Kind.SMS, "is_reminder": False, "language": ENGLISH}
    return Wording.objects.in_force().filter(**plain).first() or Wording.objects.newest().filter(**plain).first()


def _cost(campaign: Campaign, by_channel: Counter[str], parts: int, today: date) -> int | None:
    """What one invitation of everybody costs; e-mails cost nothing."""
    prices = schemes.protocol_on(campaign.scheme_id, today)
    needed = [
        (by_channel[Channel.SMS] * parts, prices.texts_pence_a_hundred),
        (by_channel[Channel.LETTER], prices.letters_pence_a_hundred),
    ]
    if any(number and price is None for number, price in needed):
        return None
    return round(sum(number * (price or 0) for number, price in needed) / A_HUNDRED)
