"""Bank holidays by UK nation, on which a pharmacy is taken to be closed."""

from datetime import date
from functools import cache

import holidays
from django.db.models import TextChoices


class Nation(TextChoices):
    """Where the scheme is: bank holidays differ."""

    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


@cache
def _of_year(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))


def bank_holidays(nation: str, first: date, last: date) -> list[date]:
    """The bank holidays from a day to a day, in order."""
    years = range(first.year, last.year + 1)
    return sorted(day for year in years for day in _of_year(nation, year) if first <= day <= last)
