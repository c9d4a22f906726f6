"""People for the journeys, each its own: made-up, with numbers nobody else has."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sharedcare.demo.register import Line, as_csv, line, nhs_numbers

FIRST = 800_000  # the demo ends long before
PRACTICE = "A81001"  # the first of the demo's practices, where its GP and its practice staff sign in
FAMILY = ["Ashdown", "Birchall", "Coppice", "Dunmore", "Elderfield", "Fernley", "Gorsedale", "Hazelmere", "Ivybank"]
GIVEN = ["Wren", "Robin", "Linnet", "Martin", "Merle", "Jay", "Phoebe", "Teal", "Lark"]


@dataclass(frozen=True)
class Somebody:
    """One made-up person on the register."""

    given_name: str
    family_name: str
    nhs_number: str
    born_on: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def newcomers(first: int, practice: str = PRACTICE) -> Iterator[Line]:
    """One person after another, never the same name or number twice."""
    rng = random.Random(first)
    for at, number in enumerate(nhs_numbers(first)):
        given, family = GIVEN[at % len(GIVEN)], FAMILY[at // len(GIVEN) % len(FAMILY)]
        made = line(rng, number, practice, date.today())
        yield Line(**{**vars(made), "given_name": given, "family_name": family, "safe_to_post": "yes"})


def somebody(one: Line) -> Somebody:
    return Somebody(one.given_name, one.family_name, one.nhs_number, one.born_on)


def as_file(lines: Iterable[Line]) -> bytes:
    return as_csv(list(lines))
