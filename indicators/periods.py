"""Quarters of the calendar year: how they are written, where they begin and end, and which may be looked at."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

QUARTERS_SHOWN = 8
MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter, written 2026-Q1."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def short(self) -> str:
        """As it stands under a picture: Q1 2026."""
        return f"Q{self.number} {self.year}"

    @property
    def label(self) -> str:
        return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return quarter_of(self.starts_on - timedelta(days=1))

    def seen_on(self, today: date) -> "Period":
        """The days of the quarter that can be counted today: all of them, or up to today while it lasts."""
        if today >= self.ends_on:
            return Period(self.starts_on, self.ends_on, self.code, self.label)
        return Period(self.starts_on, today, self.code, f"{self.label}, so far")


@dataclass(frozen=True)
class Period:
    """The first and last day that are counted, with the quarter they belong to in words."""

    starts_on: date
    ends_on: date
    code: str
    label: str


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def latest_whole(today: date) -> Quarter:
    """The last quarter that is over: what is shown until somebody asks for another."""
    return quarter_of(today + timedelta(days=1)).previous


def choices(today: date, count: int = QUARTERS_SHOWN) -> list[Quarter]:
    """The quarters to choose from, newest first; the first is the one we are in."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].previous)
    return found


def run_up(quarter: Quarter, count: int = QUARTERS_SHOWN) -> list[Quarter]:
    """The quarters that lead up to this one, oldest first, this one last."""
    found = [quarter]
    while len(found) < count:
        found.insert(0, found[0].previous)
    return found


def read(code: str) -> Quarter:
    """The quarter written so; refuses, in words, what is not a quarter."""
    written = re.fullmatch(r"((?:19|20)[0-9]{2})-Q([1-4])", code.strip().upper())
    if written is None:
        raise ValidationError("Enter a quarter, for example 2026-Q1.")
    return Quarter(int(written[1]), int(written[2]))


def parse(code: str, today: date) -> Quarter:
    """The quarter asked for; refuses, in words, what is not a quarter or has not begun."""
    quarter = read(code)
    if quarter.starts_on > today:
        raise ValidationError(f"{quarter.label} has not begun.")
    return quarter
